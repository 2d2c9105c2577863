import { planOf } from '../../compile/compile.ts';
import { readDefinition } from '../../compile/read-definition.ts';
import type { Definition, StepId } from '../../model/definition.ts';
import type { Instant, TimeZone } from '../../model/instant.ts';
import type { Catalogue, Plan, Problem } from '../../model/plan.ts';
import type { SimulationEntry } from '../../simulate/entries.ts';
import { simulate } from '../../simulate/simulate.ts';
import { scenarioOf } from '../choices.ts';
import { Evidence, type Sighting } from '../evidence.ts';
import { Explorer } from '../explore.ts';
import { Relevance } from '../relevance.ts';
import { learnerOf, learnersOf, type Imagined } from '../ways/learners.ts';
import { plainWays } from '../ways/plain-ways.ts';
import { placeOf, sayEnd } from './say-end.ts';
import { shortestWay } from './shortest-way.ts';

/** Learners who are sent out to find a step, at most; whoever is in a hurry draws on. */
const MOST_WAYS = 12;

/**
 * Steps that all of them together may leave: a loop may come round for years, and somebody waits for the answer. What lies beyond
 * is shown by the plain way of the drawing.
 */
const MOST_LEFT = 5_000;

/** Of these, what is kept for going again to what was found. */
const KEPT_FOR_WAYS = 2_000;

/** Of one learner, if the drawing is not larger than that: who does not come out of a loop leaves something to the others. */
const MOST_OF_ONE = 500;

/** More lines than these nobody reads; the first ones and the last ones are told. */
const MOST_LINES = 60;
const FIRST_LINES = 10;

/** What nobody comes to is shown by a whole way that does not lead there. */
const UNREACHABLE = 'flow.step-unreachable';

/** Who is sent through a drawing to show what is wrong with it. */
export interface ShownTo {
  enrolledAt: Instant;
  /** By whose clock all of them live. */
  zone: TimeZone;
}

/** A dated list, and when it ends. */
interface Way {
  entries: SimulationEntry[];
  at: Instant;
}

/** What is asked for: ways up to these steps, and whether one to the end as well. */
interface Wanted {
  stepIds: readonly StepId[];
  whole: boolean;
}

/** What imagined learners have been through: up to each step that was looked for and found, and one of them to the end. */
interface Walked {
  to: ReadonlyMap<StepId, Way>;
  /** Null: nobody asked for it, or it does not run. */
  whole: Way | null;
}

/** What is left of {@link MOST_LEFT}, and how much of it one learner may have. */
interface Budget {
  left: number;
  one: number;
}

/** Sends learners out until each of these steps has been come to, or the plain ways or their share of the steps are used up. */
function lookFor(
  plan: Plan,
  imagined: Imagined,
  wanted: readonly StepId[],
  budget: Budget,
): ReadonlyMap<StepId, Sighting> {
  const evidence = new Evidence();
  const explorer = new Explorer(plan, new Relevance(plan, imagined.course.modules), evidence);
  const bases = learnersOf(plan, imagined);
  const ways = plainWays(0).flatMap((policy) => bases.map((base) => ({ base, policy })));
  for (const { base, policy } of ways.slice(0, MOST_WAYS)) {
    const share = Math.min(budget.one, budget.left - KEPT_FOR_WAYS);
    if (share <= 0 || wanted.every((stepId) => evidence.entered.has(stepId))) break;
    budget.left -= explorer.follow(base, policy, share);
  }
  return evidence.entered;
}

/** Everything up to the moment at which somebody comes to this step; null: that would be too far. */
function wayTo(plan: Plan, stepId: StepId, { at, base, choices }: Sighting, budget: Budget): Way | null {
  let before: number | null = null;
  const { entries, transitions } = simulate(
    plan,
    scenarioOf(base, choices),
    (command, lines) => {
      if (command.type === 'entered' && command.stepId === stepId) before ??= lines;
    },
    { mostSteps: budget.left, enough: () => before !== null },
  );
  budget.left -= transitions.length;
  return before === null ? null : { entries: entries.slice(0, before), at };
}

function walk(
  definition: Definition,
  catalogue: Catalogue,
  { enrolledAt, zone }: ShownTo,
  wanted: Wanted,
): Walked {
  const plan = planOf(definition, catalogue, 'draft');
  const modules = catalogue.modules.map((module) => ({ ...module, lessonCount: 1 }));
  const imagined = { course: { schoolZone: zone, modules }, enrolledAt };
  const budget = { left: MOST_LEFT, one: Math.max(MOST_OF_ONE, Object.keys(definition.steps).length) };
  const came = lookFor(plan, imagined, wanted.stepIds, budget);
  const to = new Map<StepId, Way>();
  for (const stepId of new Set(wanted.stepIds)) {
    const sighting = came.get(stepId);
    const way = sighting === undefined || budget.left <= 0 ? null : wayTo(plan, stepId, sighting, budget);
    if (way !== null) to.set(stepId, way);
  }
  if (!wanted.whole) return { to, whole: null };
  const learner = learnerOf(plan, imagined, { at: enrolledAt });
  const { entries } = simulate(plan, learner, undefined, { mostSteps: budget.one });
  return { to, whole: { entries, at: entries.at(-1)?.at ?? enrolledAt } };
}

/** The first lines and the last ones, and how many there are between them. */
function shortened(entries: SimulationEntry[]): SimulationEntry[] {
  if (entries.length < MOST_LINES) return entries;
  // Beside them stand the line that says so, and the one that ends the list.
  const last = entries.slice(FIRST_LINES + 2 - MOST_LINES);
  const detail = `${entries.length - FIRST_LINES - last.length} lines are left out here.`;
  const at = last[0]?.at ?? 0;
  const gap = { at, kind: 'event' as const, stepId: null, title: 'And so on', detail, port: null };
  return [...entries.slice(0, FIRST_LINES), gap, ...last];
}

/** What does not run is read off the drawing instead: only drawings without problems are promised to run. */
function walkIfItRuns(...given: Parameters<typeof walk>): Walked {
  try {
    return walk(...given);
  } catch {
    return { to: new Map(), whole: null };
  }
}

/**
 * How a run would come to what is wrong with a drawing: for each problem the dated list of what an imagined learner goes through
 * up to the step in question, in the engine of the live runs, with what would happen there as its last line. Null for what no run
 * meets: a drawing that cannot be read, something else that is wrong with a step that no way leads to, a setting of the whole.
 *
 * @param drawn - As it was compiled.
 * @param problems - As {@link compile} told them.
 */
export function timelinesOf(
  drawn: unknown,
  catalogue: Catalogue,
  problems: readonly Problem[],
  to: ShownTo,
): Array<SimulationEntry[] | null> {
  const read = readDefinition(drawn);
  if ('problems' in read) return problems.map(() => null);
  const { definition } = read;
  if (definition.steps[definition.trigger]?.kind !== 'trigger') return problems.map(() => null);
  const told = problems.map((problem) => {
    const stepId = placeOf(problem, definition);
    const detail = sayEnd(problem, definition, catalogue);
    if (stepId === null || detail === null) return null;
    if (problem.code === UNREACHABLE) return { stepId, detail, way: null };
    const way = shortestWay(definition, stepId, to.enrolledAt);
    return way === null ? null : { stepId, detail, way };
  });
  if (told.every((one) => one === null)) return told.map(() => null);
  const stepIds = told.flatMap((one) => (one === null || one.way === null ? [] : [one.stepId]));
  const whole = told.some((one) => one?.way === null);
  const walked = walkIfItRuns(definition, catalogue, to, { stepIds, whole });
  return told.map((one) => {
    if (one === null) return null;
    const { stepId, detail, way } = one;
    const gone = way === null ? walked.whole : (walked.to.get(stepId) ?? way);
    const { entries, at } = gone ?? { entries: [], at: to.enrolledAt };
    const title = definition.steps[stepId]?.title ?? stepId;
    return [...shortened(entries), { at, kind: 'blocked', stepId, title, detail, port: null }];
  });
}
