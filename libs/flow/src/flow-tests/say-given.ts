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

const DECIDED = {
  approved: (step: string) => `${step} is approved`,
  rejected: (step: string) => `${step} is not approved`,
  done: (step: string) => `somebody has done ${step}`,
  notDone: (step: string) => `nobody could do ${step}`,
  acknowledged: (step: string) => `somebody takes notice of ${step}`,
  never: (step: string) => `nobody decides about ${step}`,
};

/** What comes of an effect: of one that is done, that a card has said no. */
function ofEffect({ outcome, result }: FlowTestGiven['outcomes'][number], step: string): string[] {
  if (outcome === 'refused') return [`${step} is refused`];
  if (outcome === 'unknown') return [`nobody knows what became of ${step}`];
  return result?.['status'] === 'declined' ? [`the card says no at ${step}`] : [];
}

const and = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** Whom a test is about, in words, without a full stop: `A diligent learner who misses "Week 2"`. */
export function sayGiven(given: FlowTestGiven, names: Names): string {
  const { behaviour, modules, learnerZone, events, outcomes, decisions = [], tags } = given;
  const who = typeof behaviour === 'string' ? LEARNERS[behaviour] : 'A learner of a kind of their own';
  const clauses = [
    ...Object.entries(modules).map(([key, one]) => inModule(one, moduleName(key, names))),
    ...(learnerZone === undefined ? [] : [`lives in ${learnerZone.replaceAll('_', ' ')}`]),
    ...(tags.length === 0 ? [] : [`is tagged ${and(tags.map((tag) => `“${tag}”`))}`]),
  ];
  const besides = [
    ...events.map(
      ({ afterDays, type }) => `“${type}” comes after ${afterDays} ${afterDays === 1 ? 'day' : 'days'}`,
    ),
    ...outcomes.flatMap((one) => ofEffect(one, stepName(one.stepId, names))),
    ...decisions.map(({ stepId, decision }) => DECIDED[decision](stepName(stepId, names))),
  ];
  const learner =
    clauses.length === 0 ? who : `${who}${who.includes(' who ') ? ' and' : ' who'} ${and(clauses)}`;
  return besides.length === 0 ? learner : `${learner}, when ${and(besides)}`;
}
