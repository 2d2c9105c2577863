import { BEHAVIOURS, type Behaviour } from '../../simulate/scenario.ts';
import type { Choice } from '../choices.ts';
import type { Policy } from '../explore.ts';

const { diligent, silent } = BEHAVIOURS;

/** The first module choice with a behaviour like this. */
function like(fits: (behaviour: Behaviour) => boolean): Policy {
  return (options) => options.findIndex((option) => option.kind === 'module' && fits(option.behaviour));
}

const failing = like(({ result, handsInAfterDays }) => result === 'failed' && handsInAfterDays !== null);
const reading = like(
  ({ lessonsAfterDays, handsInAfterDays }) => lessonsAfterDays !== null && handsInAfterDays === null,
);
const handingInFirst = like(({ startsAfterDays = 0 }) => startsAfterDays > 0);

/** Does everything at once. */
export const works = like((behaviour) => behaviour === diligent);
const rests = like((behaviour) => behaviour === silent);

const refused: Policy = (options) =>
  options.findIndex((option) => option.kind === 'effect' && option.outcome === 'refused');

const comes =
  (number: number): Policy =>
  (options) => {
    const events = options.flatMap((option, index) => (option.kind === 'input' ? [index] : []));
    return events[number % Math.max(1, events.length)] ?? -1;
  };

const catchesUp: Policy = (options) => options.findIndex((option: Choice) => option.kind === 'catchUp');

/** The first policy that has a preference decides. */
const firstOf =
  (...policies: Policy[]): Policy =>
  (options) =>
    policies.map((policy) => policy(options)).find((index) => index >= 0) ?? 0;

/** The learner works for so many modules and then falls silent, or the other way round. */
function changes(after: number, first: Policy, then: Policy): Policy {
  let modules = 0;
  return (options) => {
    if (options[0]?.kind !== 'module') return 0;
    modules += 1;
    return Math.max(0, (modules <= after ? first : then)(options));
  };
}

/** Ways that are worth following to their end before all others: what real people do throughout. */
export function plainWays(modules: number): Policy[] {
  const turns = Array.from({ length: Math.min(modules, 24) }, (_, index) => index);
  return [
    works,
    rests,
    failing,
    reading,
    handingInFirst,
    firstOf(refused, works),
    firstOf(refused, rests),
    firstOf(catchesUp, rests),
    firstOf(catchesUp, failing),
    firstOf(comes(0), works),
    firstOf(comes(1), works),
    firstOf(comes(0), rests),
    ...turns.map((after) => changes(after, works, rests)),
    ...turns.map((after) => changes(after, rests, works)),
  ];
}
