import { CURRENT_MODULE } from '../model/steps/current-module.ts';
import type { Step, StepId, StepKind, StepOf } from '../model/definition.ts';
import type { Plan, PlanStep } from '../model/plan.ts';
import { rulesOf } from '../kinds/registry.ts';
import { FACT_EVENTS } from '../learner/fact-events.ts';
import { sketchOf } from './condition-sketch.ts';

/** A condition that a step asks when a learner is there. */
export interface AskedCondition {
  /** Where it stands in the step's config. */
  field: string;
  source: string;
  /** The event it is about, for a where-clause. */
  eventType: string | null;
  /** Whoever it comes true for is brought there: that it holds there says nothing. */
  brings?: true;
}

/** What a step asks about the learner: everything else it goes by is in its own config. */
interface Asked {
  conditions: AskedCondition[];
  /** Modules whose state it looks at beside its conditions. */
  modules: string[] | 'all';
}

type AskedBy<K extends StepKind> = (config: StepOf<K>['config'], planStep: PlanStep) => Asked;

const nothing = (): Asked => ({ conditions: [], modules: [] });

const ASKED = {
  trigger: nothing,
  wait: ({ for: rule }) => ({
    conditions: [],
    modules: rule.kind === 'courseDate' && rule.from.kind === 'module' ? [rule.from.module] : [],
  }),
  message: nothing,
  split: nothing,
  goTo: nothing,
  tag: nothing,
  setField: nothing,
  revoke: nothing,
  webhook: nothing,
  callAutomation: nothing,
  generate: nothing,
  charge: nothing,
  subscribe: nothing,
  refund: nothing,
  grant: nothing,
  endEntitlement: nothing,
  approve: nothing,
  task: nothing,
  alert: nothing,
  exit: nothing,
  parallel: nothing,
  forEachModule: nothing,
  join: nothing,
  end: nothing,
  filter: ({ condition }) => ({
    conditions: [{ field: 'condition', source: condition, eventType: null }],
    modules: [],
  }),
  goal: ({ condition }) => ({
    conditions: [{ field: 'condition', source: condition, eventType: null, brings: true }],
    modules: [],
  }),
  release: ({ policy }, { previous }) => ({
    conditions: [],
    modules: policy.kind === 'afterPreviousCompletion' && previous !== null ? [previous] : [],
  }),
  relock: ({ module }) => ({ conditions: [], modules: [module] }),
  waitFor: ({ for: rule }) => {
    if (rule.kind === 'facts')
      return {
        conditions: [{ field: 'for.condition', source: rule.condition, eventType: null }],
        modules: [],
      };
    const { event: eventType, where: source } = rule;
    return {
      conditions: source === undefined ? [] : [{ field: 'for.where', source, eventType }],
      modules: [],
    };
  },
  branch: ({ branches }) => ({
    conditions: branches.map(({ condition }, index) => ({
      field: `branches.${index}.condition`,
      source: condition,
      eventType: null,
    })),
    modules: [],
  }),
  assess: ({ module }) => ({ conditions: [], modules: [module] }),
  grade: ({ module }) => ({ conditions: [], modules: [module] }),
  certify: () => ({ conditions: [], modules: 'all' }),
} satisfies { [K in StepKind]: AskedBy<K> };

/** What a step asks about the learner. */
export function askedBy(planStep: PlanStep): Asked {
  const asked = ASKED[planStep.step.kind] as AskedBy<StepKind>;
  return asked(planStep.step.config as StepOf<StepKind>['config'], planStep);
}

/** Every condition of a drawing, with its step and what it is about. */
export function conditionsOf(plan: Plan): Array<{ stepId: StepId; step: Step } & AskedCondition> {
  return Object.values(plan.steps).flatMap((planStep) =>
    askedBy(planStep).conditions.map((asked) => ({ stepId: planStep.id, step: planStep.step, ...asked })),
  );
}

/** What an imagined learner does, and an effect brings about: it is told by these events. */
export const OF_THE_LEARNER: ReadonlySet<string> = new Set(FACT_EVENTS);

/** Whether a learner's own doing could move a token that waits here. */
export function waitsForLearner({ step }: PlanStep): boolean {
  return rulesOf(step)
    .listens(step.config)
    .some((type) => OF_THE_LEARNER.has(type));
}

/** The modules a step looks at: in itself, in its conditions, and in what it waits for the learner to do. */
export function modulesAskedBy(planStep: PlanStep, phaseOf: ReadonlyMap<string, string>): string[] | 'all' {
  const { conditions, modules } = askedBy(planStep);
  const sketches = conditions.map(({ source }) => sketchOf(source));
  if (modules === 'all' || modules.includes(CURRENT_MODULE) || sketches.some((sketch) => sketch.everything))
    return 'all';
  const phases = new Set(sketches.flatMap((sketch) => [...sketch.phases]));
  const inPhases = [...phaseOf].filter(([, phase]) => phases.has(phase)).map(([module]) => module);
  const named = sketches.flatMap(({ modules: keys, event }) =>
    typeof event['module'] === 'string' ? [...keys, event['module']] : [...keys],
  );
  const all = [...new Set([...modules, ...inPhases, ...named])];
  return all.length === 0 && waitsForLearner(planStep) ? 'all' : all;
}
