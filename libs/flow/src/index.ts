export * from './model/definition.ts';
export type * from './model/instant.ts';
export type * from './model/facts.ts';
export type * from './model/plan.ts';
export type * from './model/inputs.ts';
export type * from './model/commands.ts';
export * from './model/state.ts';

export { compile } from './compile/compile.ts';
export { fillIn, MESSAGE_VARIABLES, variablesIn, type MessageVariable } from './compile/message-variables.ts';
export { portsOf } from './kinds/registry.ts';

export { initialState } from './turn/initial-state.ts';
export { StateTooNewError, StateUnreadableError, upgradeState } from './turn/state-upgrades.ts';
export { nextInput, sleepUntil, type TimeInput } from './turn/next-input.ts';
export { reduce, type Reduced } from './turn/reduce.ts';
export { waitsOf, type Wait } from './turn/waits-of.ts';

export { factsAt } from './learner/facts-at.ts';
export { progressOf, type AssessmentState, type Progress } from './learner/progress.ts';
export { completionGaps, type CompletionGap } from './learner/completion-gaps.ts';
export { FACT_EVENTS, factEvents, type DatedEvent } from './learner/fact-events.ts';

export { checkCondition, type ConditionProblem } from './conditions/check-condition.ts';
export { evaluateCondition, type ConditionValues } from './conditions/evaluate-condition.ts';
export { ConditionFailedError } from './conditions/errors.ts';

export { addDuration } from './time/durations.ts';
export { localDateTime, nextWeekdayTime } from './time/local-time.ts';
export { ZoneUnknownError } from './time/zones.ts';

export { explain, type Explanation } from './explain/explain.ts';
export type { Reason, ReleaseOrigin } from './explain/reason.ts';
export { sayReason } from './explain/say-reason.ts';
export { sayInstant, type Speech } from './explain/say-time.ts';
export { project, type Projection } from './project/project.ts';
export { generateJourney } from './journey/generate-journey.ts';
export type { CourseOutline, OutlinePhase } from './journey/outline.ts';
export { applyOperation } from './operations/apply-operation.ts';
export {
  Operation,
  OperationRefusedError,
  type Applied,
  type FlowDocument,
  type OperationOf,
  type OperationType,
} from './operations/operation.ts';
export { BEHAVIOURS, type Behaviour, type Scenario, type ScenarioModule } from './simulate/scenario.ts';
export type { SimulationEntry } from './simulate/entries.ts';
export { simulate, type Simulation, type Transition } from './simulate/simulate.ts';
