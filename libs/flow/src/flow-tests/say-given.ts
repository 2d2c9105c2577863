import type { FlowTestCommand, FlowTestGiven, ScriptBehaviour } from '@gradus/contracts';
import { sayEvent } from '../explain/say-event.ts';
import { count } from '../explain/say-time.ts';
import { moduleName, stepName, wayName, type Names } from './say-expectation.ts';

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

/** What comes of an effect, at every try or at the one that is meant: of one that is done, that a card has said no. */
function ofEffect(given: FlowTestGiven['outcomes'][number], step: string): string[] {
  const { outcome, result } = given;
  const at = given.try === undefined ? '' : given.try === 1 ? ' at the first try' : ` at try ${given.try}`;
  if (outcome === 'refused') return [`${step} is refused${at}`];
  if (outcome === 'unknown') return [`nobody knows what became of ${step}${at}`];
  return result?.['status'] === 'declined' ? [`the card says no at ${step}${at}`] : [];
}

const and = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const days = (amount: number) => count(amount, 'day');

function does(command: FlowTestCommand, names: Names): string {
  if (command.name === 'pause') return 'pauses the run';
  if (command.name === 'resume') return 'lets the run go on';
  if (command.name === 'exit') return 'ends the run';
  const step = stepName(command.stepId, names);
  if (command.name === 'releaseNow') return `lets them on at ${step}`;
  if (command.name === 'retry') return `tries ${step} again`;
  if (command.name === 'postpone') return `puts ${step} off by ${days(command.byDays)}`;
  const by = command.port === undefined ? '' : ` by ${wayName(command.stepId, command.port, names)}`;
  return `skips ${step}${by}`;
}

/** What an operator does, in words: `an operator skips "Week 2" after 8 days`. */
export function sayCommand(command: FlowTestCommand, names: Names): string {
  return `an operator ${does(command, names)} after ${days(command.afterDays)}`;
}

/** Whom a test is about, in words, without a full stop: `A diligent learner who misses "Week 2"`. */
export function sayGiven(given: FlowTestGiven, names: Names): string {
  const { behaviour, modules, learnerZone, events, outcomes, decisions = [], commands = [], tags } = given;
  const who = typeof behaviour === 'string' ? LEARNERS[behaviour] : 'A learner of a kind of their own';
  const clauses = [
    ...Object.entries(modules).map(([key, one]) => inModule(one, moduleName(key, names))),
    ...(learnerZone === undefined ? [] : [`lives in ${learnerZone.replaceAll('_', ' ')}`]),
    ...(tags.length === 0 ? [] : [`is tagged ${and(tags.map((tag) => `“${tag}”`))}`]),
  ];
  const besides = [
    ...events.map(({ afterDays, type }) => `${sayEvent(type)} after ${days(afterDays)}`),
    ...commands.map((command) => sayCommand(command, names)),
    ...outcomes.flatMap((one) => ofEffect(one, stepName(one.stepId, names))),
    ...decisions.map(({ stepId, decision }) => DECIDED[decision](stepName(stepId, names))),
  ];
  const learner =
    clauses.length === 0 ? who : `${who}${who.includes(' who ') ? ' and' : ' who'} ${and(clauses)}`;
  return besides.length === 0 ? learner : `${learner}, when ${and(besides)}`;
}
