import { graphOf, reachableFrom } from '../compile/graph.ts';
import { rulesOf } from '../kinds/registry.ts';
import { gradesAt } from '../learner/progress.ts';
import type { StepId } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import { AFTER_EVERYTHING } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { ScenarioModule } from '../simulate/scenario.ts';
import { conditionsOf, modulesAskedBy, OF_THE_LEARNER } from './asked.ts';
import { sketchOf } from './condition-sketch.ts';

/**
 * What about a learner still matters to the steps ahead of them: two learners who differ only in what nothing ahead asks
 * about go the same way from here.
 */
export class Relevance {
  /** Some condition looks at how much is done, at grades, or at the time. */
  readonly partly: boolean;
  readonly score: boolean;
  /** Some condition asks whether work waits for its grade. */
  readonly awaitsGrade: boolean;
  /** Some step waits for one particular thing that learners do, so that it matters in which order they do things. */
  readonly order: boolean;
  /** Some condition goes by days or by what other steps have noted, so that going round a loop once more may tell. */
  readonly counts: boolean;
  /** Grades that tell the comparisons of this drawing apart, for a pass. */
  readonly percentages: readonly number[];
  readonly #plan: Plan;
  readonly #graph: ReturnType<typeof graphOf>;
  readonly #phaseOf: ReadonlyMap<string, string>;
  readonly #askers = new Map<StepId, ReadonlySet<string>>();
  readonly #ahead = new Map<StepId, ReadonlySet<StepId>>();
  readonly #groups = new Map<string, ReadonlyMap<string, string>>();
  readonly #words = new Map<string, string>();
  readonly #everyModule: ReadonlySet<string>;

  constructor(plan: Plan, modules: readonly ScenarioModule[]) {
    this.#plan = plan;
    this.#graph = graphOf(plan.definition);
    this.#phaseOf = new Map(modules.map(({ key, phase }) => [key, phase]));
    this.#everyModule = new Set(this.#phaseOf.keys());
    const sketches = conditionsOf(plan).map(({ source }) => sketchOf(source));
    this.partly = sketches.some((sketch) => sketch.partly);
    this.awaitsGrade = sketches.some((sketch) => sketch.awaitsGrade);
    this.score = sketches.some((sketch) => sketch.score);
    this.order = Object.values(plan.steps).some(({ step }) => {
      const heard = rulesOf(step).listens(step.config);
      return heard.length < OF_THE_LEARNER.size && heard.some((type) => OF_THE_LEARNER.has(type));
    });
    this.counts = sketches.some((sketch) => sketch.beyond || sketch.days);
    const bounds = sketches.filter((sketch) => sketch.score).flatMap(({ numbers }) => numbers);
    this.percentages = telling(bounds);
  }

  /**
   * The modules that steps ahead of these (themselves included) ask about, each with a word for who asks: modules with the
   * same word are asked about by the same steps. Any other module makes no difference any more.
   */
  groups(stepIds: readonly StepId[]): ReadonlyMap<string, string> {
    const key = stepIds.join(' ');
    let groups = this.#groups.get(key);
    if (groups === undefined) this.#groups.set(key, (groups = this.#grouped(stepIds)));
    return groups;
  }

  #grouped(stepIds: readonly StepId[]): ReadonlyMap<string, string> {
    const ahead = new Set(stepIds.flatMap((stepId) => [...this.#stepsAhead(stepId)]));
    const byModule = new Map<string, StepId[]>();
    for (const stepId of ahead) {
      for (const module of this.#modulesOf(stepId)) {
        const askers = byModule.get(module);
        if (askers === undefined) byModule.set(module, [stepId]);
        else askers.push(stepId);
      }
    }
    return new Map([...byModule].map(([module, askers]) => [module, this.#wordFor(askers.sort().join(' '))]));
  }

  #wordFor(askers: string): string {
    let word = this.#words.get(askers);
    if (word === undefined) this.#words.set(askers, (word = `g${this.#words.size}`));
    return word;
  }

  #stepsAhead(stepId: StepId): ReadonlySet<StepId> {
    let ahead = this.#ahead.get(stepId);
    if (ahead === undefined) {
      // A goal is ahead of everybody, wherever they stand.
      const asking = [...reachableFrom(this.#graph, [stepId, ...this.#plan.goals])].filter(
        (id) => this.#modulesOf(id).size > 0,
      );
      this.#ahead.set(stepId, (ahead = new Set(asking)));
    }
    return ahead;
  }

  #modulesOf(stepId: StepId): ReadonlySet<string> {
    let modules = this.#askers.get(stepId);
    if (modules === undefined) {
      const planStep = this.#plan.steps[stepId];
      const asked = planStep === undefined ? [] : modulesAskedBy(planStep, this.#phaseOf);
      this.#askers.set(stepId, (modules = asked === 'all' ? this.#everyModule : new Set(asked)));
    }
    return modules;
  }
}

/** Percentages on every side of these bounds. */
function telling(bounds: readonly number[]): number[] {
  const around = bounds
    .flatMap((bound) => [bound - 1, bound, bound + 1])
    .filter((at) => at >= 0 && at <= 100);
  return [...new Set(around)].sort((a, b) => a - b).slice(0, 6);
}

/** How one module stands, in the words of a signature. */
export function standingWord(module: Facts['modules'][number], pending: boolean, score: boolean): string {
  if (module.releasedAt === null) return 'shut';
  const closed = module.closed?.at(-1)?.until === null ? 'closed/' : '';
  const graded = gradesAt(module, AFTER_EVERYTHING);
  const passed = module.assessment === null || graded.some((fact) => fact.passed === true);
  const read = module.lessonCompletions.length >= module.requiredLessons;
  const best = score ? `@${Math.max(0, ...graded.map((fact) => fact.percentage ?? 0))}` : '';
  const words = [read ? 'read' : 'unread', passed ? 'passed' : `${graded.length}`, pending ? 'busy' : ''];
  return `${closed}${words.join('/')}${best}`;
}
