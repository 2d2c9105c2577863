import type { FlowTestGiven, ScriptBehaviour } from '@gradus/contracts';
import { moduleName, stepName, type Names } from './say-expectation.ts';

const LEARNERS = {
  diligent: 'A diligent learner',
  late: 'A learner who does everything late',
  'fails-once': 'A learner who fails once everywhere',
  fails: 'A learner who passes nothing',
  silent: 'A learner who does nothing',
};
const IN_A_MODULE = {
  diligent: (module: string) => `passes ${module} in time`,
  late: (module: string) => `is late with ${module}`,
  'fails-once': (module: string) => `fails ${module} once`,
  fails: (module: string) => `does not pass ${module}`,
  silent: (module: string) => `misses ${module}`,
};

function inModule(behaviour: ScriptBehaviour, module: string): string {
  return typeof behaviour === 'string' ? IN_A_MODULE[behaviour](module) : `works in ${module} as written`;
}

const and = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** Whom a test is about, in words, without a full stop: `A diligent learner who misses "Week 2"`. */
export function sayGiven(given: FlowTestGiven, names: Names): string {
  const { behaviour, modules, learnerZone, events, outcomes, tags } = given;
  const who = typeof behaviour === 'string' ? LEARNERS[behaviour] : 'A learner of a kind of their own';
  const clauses = [
    ...Object.entries(modules).map(([key, one]) => inModule(one, moduleName(key, names))),
    ...(learnerZone === undefined ? [] : [`lives in ${learnerZone.replaceAll('_', ' ')}`]),
    ...(tags.length === 0 ? [] : [`is tagged ${and(tags.map((tag) => `"${tag}"`))}`]),
  ];
  const besides = [
    ...events.map(
      ({ afterDays, type }) => `"${type}" comes after ${afterDays} ${afterDays === 1 ? 'day' : 'days'}`,
    ),
    ...outcomes.map(({ stepId, outcome }) =>
      outcome === 'refused'
        ? `${stepName(stepId, names)} is refused`
        : `nobody knows what became of ${stepName(stepId, names)}`,
    ),
  ];
  const learner =
    clauses.length === 0 ? who : `${who}${who.includes(' who ') ? ' and' : ' who'} ${and(clauses)}`;
  return besides.length === 0 ? learner : `${learner}, when ${and(besides)}`;
}
