/**
 * The engine: what an automation means, as pure functions. No I/O, no clock, no randomness; the same code drives the
 * live run, the simulator in the browser, the check before publishing and every screen that says "because".
 *
 * - A **definition** is what is drawn and saved: steps by id, lines between named ports. It is only ever edited by
 *   {@link applyOperation}, whose inverse is undo.
 * - {@link compile} turns it into a **plan** or says what is wrong with it, where, and what to do.
 * - A **run** is a small {@link RunState}: tokens that stand at steps. {@link reduce} takes one input (started, time, event,
 *   effect, command) and answers the next state and the **commands** to write. Nothing else ever changes a run.
 * - {@link nextInput} picks that input: in order of the time things happened, events before timeouts, so that a run that was
 *   away for hours decides what it would have decided in time. {@link sleepUntil} says when to look again.
 * - **Facts** are what happened to the learner, each with its date; a step that decides at a moment sees only what was
 *   known then ({@link factsAt}).
 * - {@link project} says which modules open when, as far as time alone decides it; {@link explain} why a token stands where it
 *   stands; {@link sayReason} makes a sentence of either.
 * - {@link simulate} drives all this with an imagined learner, {@link forecast} with ten thousand, and
 *   {@link examine} with all that the drawing can tell apart, looking for what goes wrong; {@link generateJourney} draws a course's first automation.
 * - A **version** is published over another while people are inside: {@link diffDefinitions} says what differs,
 *   {@link migrationQuestions} what has to be decided about whom, {@link checkMigration} whether a decision fits, and
 *   {@link previewMigration} what it would do to each of them. The decision reaches a run as a `migrate` input; until then,
 *   and while some of its tokens stay behind, the plans of all versions it stands on are at hand ({@link withVersions}).
 *
 * A driver is a loop. This one keeps everything in memory; the live one does the same in one transaction:
 *
 * ```ts
 * const compiled = compile(definition, catalogue, versionId);
 * if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
 * let state = initialState(runId, now);
 * const pending: Input[] = [{ kind: 'started', at: now }];
 * for (let input = nextInput(state, pending, now); input !== null; input = nextInput(state, pending, now)) {
 *   forget(pending, input);
 *   const turn = reduce(compiled.plan, state, input, facts, now);
 *   state = turn.state;
 *   for (const command of turn.commands) write(command);
 * }
 * wakeAt(sleepUntil(state));
 * ```
 *
 * Where things are: `model` the shapes, `kinds` one file per step kind with its rules, `turn` the reduce around them, `compile`,
 * `conditions` (CEL), `time` (zones, changes of the clocks), `learner` (facts), `project`, `explain`, `operations`, `journey`,
 * `simulate`. A new step kind begins in `model/steps`; the compiler then names every registry that lacks it.
 *
 * @module
 */

export * from './model/definition.ts';
export {
  DefinitionTooNewError,
  upgradeDefinition,
  upgradeShape,
} from './model/upgrades/definition-upgrades.ts';
export { EFFECT_KINDS, MADE_FOR_A_VISIT, MOVES_MONEY, type EffectKind } from './model/effect-kinds.ts';
export type * from './model/instant.ts';
export { AFTER_EVERYTHING } from './model/instant.ts';
export type * from './model/facts.ts';
export { MONEY_EVENTS } from './model/facts.ts';
export type * from './model/plan.ts';
export type * from './model/inputs.ts';
export type * from './model/commands.ts';
export { CURRENT_MODULE } from './model/steps/current-module.ts';
export * from './model/state.ts';
export type * from './model/migration.ts';
export { planFor, stepOf, versionIn, versionsOf, withVersions } from './model/versions.ts';

export { bodiesOf, joinOf, opensBlock } from './compile/blocks/scopes.ts';
export { compile, planOf } from './compile/compile.ts';
export {
  fillIn,
  hasStrayBraces,
  MESSAGE_VARIABLES,
  PROMPT_VARIABLES,
  textNamed,
  variablesIn,
  type MessageVariable,
} from './compile/message-variables.ts';
export { unfitIn, usableText } from './compile/generated-text.ts';
export { isAsking, mayStayOpen, portsOf } from './kinds/registry.ts';
export { CHECKOUT_ENDED, CHECKOUT_UNTIL, opensPages } from './kinds/money/subscribe.ts';
export { CALLED_AT, calledBy, callsOthers, RUN_ENDED } from './kinds/calling/call-automation.ts';
export { SCHEDULE, startingEvent } from './kinds/ways/starting-event.ts';

export {
  previewCommand,
  type CommandPreview,
  type EffectFate,
  type EffectOutlook,
  type Ledger,
  type LedgerState,
  type PreviewedRun,
} from './commands/preview-command.ts';
export { canBePutOff } from './commands/postpone.ts';
export { canGoOnNow } from './commands/token-commands.ts';
export { previewStartOver } from './commands/preview-start-over.ts';
export { sayEffects, type EffectCount } from './commands/say-effects.ts';
export { startOver, StartOverStepMissingError, type StartOver } from './commands/start-over.ts';
export { beginPaused, initialState } from './model/initial-state.ts';
export { StateTooNewError, StateUnreadableError } from './model/upgrades/state-upgrades.ts';
export { readState, saveState, type SavedState } from './model/upgrades/saved-state.ts';
export { nextInput, sleepUntil, type TimeInput } from './turn/next-input.ts';
export { reduce, type Reduced } from './turn/reduce.ts';
export { waitsOf, type Wait } from './turn/waits-of.ts';

export { factsAt } from './learner/facts-at.ts';
export { withCommands } from './learner/with-commands.ts';
export { completionsUndone, progressOf, type AssessmentState, type Progress } from './learner/progress.ts';
export { completionGaps, type CompletionGap } from './learner/completion-gaps.ts';
export { eventsThatDecide, FACT_EVENTS, factEvents, type DatedEvent } from './learner/fact-events.ts';

export { checkCondition, checkValue, type ConditionProblem } from './conditions/check-condition.ts';
export { evaluateCondition, evaluateOfEvent, type ConditionValues } from './conditions/evaluate-condition.ts';
export { evaluateKey } from './conditions/evaluate-key.ts';
export { ConditionFailedError } from './conditions/errors.ts';

export { addDuration, exactLength } from './time/durations.ts';
export { nextDates } from './time/calendar/next-dates.ts';
export { quietUntil } from './time/quiet-hours.ts';
export { localDateTime, nextWeekdayTime } from './time/local-time.ts';
export { ZoneUnknownError } from './time/zones.ts';

export { checkMigration } from './migrate/check-migration.ts';
export { choiceAt, choicesFor, fateOf, type StepFate } from './migrate/choices.ts';
export { type DefinitionDiff, diffDefinitions, nothingDiffers, type StepDifference } from './migrate/diff.ts';
export { previewMigration, type MigrationPreview, type Place } from './migrate/preview.ts';
export { migrationQuestions, type MigrationQuestion } from './migrate/questions.ts';
export { sayDiff, type SaidDifference } from './migrate/say-diff.ts';
export { stepsIn, stepsInOrder } from './outline/way-order.ts';

export { explain, type Explanation } from './explain/explain.ts';
export type { Reason, ReleaseOrigin } from './explain/reason.ts';
export { sayEndReason, sayEvent } from './explain/say-event.ts';
export { sayPort } from './explain/say-port.ts';
export { sayReason } from './explain/say-reason.ts';
export { sayInstant, type Speech } from './explain/say-time.ts';
export { project, type Projection } from './project/project.ts';
export { blank, TEMPLATES } from './templates/gallery.ts';
export type { Template } from './templates/template.ts';
export { outlineOf, type Outline, type OutlineLine, type OutlineWay } from './outline/outline.ts';
export { generateJourney } from './journey/generate-journey.ts';
export type { CourseOutline, OutlinePhase } from './journey/outline.ts';
export { applyOperation, applyOperations } from './operations/apply-operation.ts';
export {
  Operation,
  OperationRefusedError,
  type Applied,
  type FlowDocument,
  type OperationOf,
  type OperationType,
} from './operations/operation.ts';
export { sayOperations } from './operations/say-operation.ts';
export { examine, type Examination, type ExamineOptions } from './check/examine.ts';
export type { Finding } from './check/findings.ts';
export { meetsRuns } from './check/drawn/say-end.ts';
export { timelinesOf, type ShownTo } from './check/drawn/timelines.ts';
export {
  BEHAVIOURS,
  openedElsewhere,
  type Behaviour,
  type Scenario,
  type ScenarioModule,
  type ScriptedInput,
  type ScriptedOutcome,
} from './simulate/scenario.ts';
export type { SimulationEntry } from './simulate/entries.ts';
export {
  type Crowd,
  type CrowdCourse,
  type CrowdMember,
  type DrawnCrowd,
  memberOf,
  sizeOf,
} from './forecast/crowd.ts';
export {
  forecast,
  forecastPart,
  type Forecast,
  type ForecastQuestion,
  type StepForecast,
} from './forecast/forecast.ts';
export { addForecasts } from './forecast/add-forecasts.ts';
export {
  simulate,
  type CalledSimulation,
  type SimulatedVisit,
  type Simulation,
  type Transition,
} from './simulate/simulate.ts';
export {
  behaviourOf,
  scenarioOfScript,
  scriptOfScenario,
  timelineOf,
  visitLinesOf,
  type ScriptSetting,
} from './simulate/script.ts';
export {
  compareVisits,
  replay,
  visitsOf,
  type LivedCommand,
  type Past,
  type Replayed,
  type ReplayedCommand,
  type VisitDifference,
  type VisitPast,
} from './simulate/replay.ts';
export { runFlowTest, type FlowTestCase, type FlowTestOutcome } from './flow-tests/run-flow-test.ts';
export { sayExpectation, type Names } from './flow-tests/say-expectation.ts';
export { sayGiven } from './flow-tests/say-given.ts';
