import type { Command } from '../model/commands.ts';
import type { StepId, StepKind } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { EffectsAgain, OperatorCommand } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunOutcome, RunState, TokenStatus } from '../model/state.ts';
import { planFor, stepOf, versionIn } from '../model/versions.ts';
import { reduce } from '../turn/reduce.ts';
import {
  actingAhead,
  calledOffIn,
  cameToNothing,
  isGoneThroughAnew,
  isInLoop,
  isOfThisWay,
  keyOfEffect,
  latestEffect,
  standsFor,
} from './carried-effects.ts';

/** What the ledger says of an effect or a message. */
export type LedgerState = 'planned' | 'claimed' | 'done' | 'refused' | 'unknown' | 'cancelled';

/** What the ledger knows of a run, by key. */
export type Ledger = ReadonlyMap<string, LedgerState>;

/**
 * What becomes of one effect. `runs`: it is done now, for the first time or after it was refused. `again`: it was done
 * before and is done once more, under a new key. `asked`: nobody knows whether it was done; it is tried under the key it
 * had, so that the receiver can tell. `lookedUp`: the same, but the receiver is only asked, and nothing is done. `done`: it was done before and is not done again. `doneOnce`: the same the
 * next time, but its step stands in a loop, and each later round does it once more. `underWay`: it is being done.
 * `held`: a pause holds it back. `letGo`: what a pause held back goes out. `leftOut`: what a pause held back never goes out.
 */
export type EffectFate =
  'runs' | 'again' | 'asked' | 'lookedUp' | 'done' | 'doneOnce' | 'underWay' | 'held' | 'letGo' | 'leftOut';

/** One effect that a command has something to do with. */
export interface EffectOutlook {
  key: string;
  stepId: StepId;
  title: string;
  /** Of the step; null when the drawing has it no longer. */
  kind: StepKind | null;
  /** At once, or when the learner comes to the step. */
  when: 'now' | 'later';
  fate: EffectFate;
  /** Not before this; null: at once. */
  from: Instant | null;
}

/** What a command would do to a run, were it given now. */
export interface CommandPreview {
  accepted: boolean;
  detail: string;
  effects: EffectOutlook[];
  /** Modules that open at once. */
  opens: string[];
  /** Keys of what is called off, if nobody has begun it. */
  callsOff: string[];
  /** Titles of the steps whose called run ends with it. */
  endsCalled: string[];
  /** Where the run stands then. */
  standing: Array<{ stepId: StepId; title: string; status: TokenStatus; until: Instant | null }>;
  /** How it ends then; null: it goes on. */
  ends: RunOutcome | null;
}

/** Who asks: the run as it stands, and what is known around it. */
export interface PreviewedRun {
  plan: Plan;
  state: RunState;
  facts: Facts;
  ledger: Ledger;
  now: Instant;
}

function fateOfKey(known: LedgerState | undefined, doneBefore: boolean): EffectFate {
  if (known === 'done') return 'done';
  if (known === 'planned' || known === 'claimed') return 'underWay';
  if (known === 'unknown') return 'asked';
  return doneBefore ? 'again' : 'runs';
}

/** Whether the ledger shows that the step's latest effect, under whatever key, was done. */
function wasDone({ state, ledger }: PreviewedRun, stepId: StepId): boolean {
  const latest = latestEffect(state, stepId);
  return latest !== null && ledger.get(keyOfEffect(state, stepId, latest)) === 'done';
}

/** Whether any visit of the step is known to have done something. */
export function wasEverDone(run: PreviewedRun, stepId: StepId): boolean {
  const { state, ledger } = run;
  const visits = Array.from({ length: state.visits[stepId] ?? 0 }, (_, at) => ({
    visit: at + 1,
    takenBy: null,
  }));
  return wasDone(run, stepId) || visits.some((one) => ledger.get(keyOfEffect(state, stepId, one)) === 'done');
}

/** What is not done again on coming to a step the next time is done again in later rounds of a loop. */
const roundsOf = (plan: Plan | null, stepId: StepId, fate: EffectFate): EffectFate =>
  fate === 'done' && plan !== null && isInLoop(plan, stepId) ? 'doneOnce' : fate;

export type Planned = Extract<Command, { type: 'message' | 'effect' }>;
type Released = Extract<Command, { type: 'unhold' | 'drop' }>;

/** What becomes of an effect that a turn asks for, held against the ledger. */
export function planned(run: PreviewedRun, command: Planned): EffectOutlook {
  const { key, stepId, versionId } = command;
  const plan = versionIn(run.plan, versionId);
  const step = plan?.steps[stepId]?.step;
  const fate = fateOfKey(run.ledger.get(key), wasDone(run, stepId));
  return {
    key,
    stepId,
    title: step?.title ?? stepId,
    kind: step?.kind ?? null,
    when: 'now',
    fate: command.held === true ? 'held' : roundsOf(plan, stepId, fate),
    from: command.type === 'message' ? command.notBefore : null,
  };
}

/** What a pause held back and the command lets go or leaves out; a burst that never was in the ledger has its step alone. */
function released({ plan, state }: PreviewedRun, command: Released): EffectOutlook[] {
  const held = state.holding?.find(({ key }) => key === command.key);
  const stepId = command.type === 'drop' ? command.stepId : held?.stepId;
  if (command.key === null || stepId === undefined) return [];
  const step = plan.steps[stepId]?.step;
  const fate = command.type === 'drop' ? 'leftOut' : 'letGo';
  const from = command.type === 'drop' ? null : command.notBefore;
  const title = step?.title ?? stepId;
  return [{ key: command.key, stepId, title, kind: step?.kind ?? null, when: 'now', fate, from }];
}

/** What is only looked up, whether its step was left or not; what such a step asks for again is the same effect. */
function lookedUp(
  { plan }: PreviewedRun,
  { key, stepId }: Extract<Command, { type: 'confirm' }>,
): EffectOutlook {
  const step = plan.steps[stepId]?.step;
  const title = step?.title ?? stepId;
  return { key, stepId, title, kind: step?.kind ?? null, when: 'now', fate: 'lookedUp', from: null };
}

/** Whether what the step has done is done under a new key when somebody comes to it once more. */
function isNew(run: PreviewedRun, plan: Plan, stepId: StepId, again: EffectsAgain): boolean {
  if (again === 'again' || !standsFor(plan, stepId)) return true;
  return cameToNothing(run.state, stepId, calledOffIn(run.facts.calls));
}

/**
 * Effects that the run has done, of steps that are come to later from where `after` stands.
 *
 * @param now - What is told of already.
 */
export function stillToCome(
  run: PreviewedRun,
  after: RunState,
  now: readonly EffectOutlook[],
  again: EffectsAgain,
): EffectOutlook[] {
  const told = new Set(now.map(({ stepId }) => stepId));
  return after.tokens.flatMap((token) => {
    const plan = planFor(run.plan, token);
    return actingAhead(plan, token.stepId).flatMap((stepId): EffectOutlook[] => {
      const latest = latestEffect(run.state, stepId);
      const step = plan.steps[stepId]?.step;
      if (told.has(stepId) || latest === null || step === undefined) return [];
      const anew = isGoneThroughAnew(plan, run.state, stepId, token.scope);
      if (anew ? !wasEverDone(run, stepId) : !wasDone(run, stepId)) return [];
      if (!anew && !isOfThisWay(plan, after, stepId, token.scope)) return [];
      told.add(stepId);
      const key = keyOfEffect(run.state, stepId, latest);
      const fate = anew || isNew(run, plan, stepId, again) ? 'again' : roundsOf(plan, stepId, 'done');
      return [{ key, stepId, title: step.title, kind: step.kind, when: 'later', fate, from: null }];
    });
  });
}

/** Effects of steps that the learner comes to (again) later, and that were done before. */
function ahead(
  run: PreviewedRun,
  after: RunState,
  command: OperatorCommand,
  now: EffectOutlook[],
): EffectOutlook[] {
  const again = (command.name === 'move' || command.name === 'retry') && command.effects === 'again';
  if (command.name !== 'move' && !again) return [];
  return stillToCome(run, after, now, again ? 'again' : 'reuse');
}

/** A call that is waited for ends when its step is left for elsewhere, or when the run is ended with all that it has called. */
function endsCalled({ plan, state }: PreviewedRun, { name }: OperatorCommand, commands: Command[]): string[] {
  const left = commands.flatMap((one) => (one.type === 'endCalled' ? [one.stepId] : []));
  const standing = state.tokens.flatMap((token) => {
    const step = stepOf(plan, token)?.step;
    const begun = step?.kind === 'callAutomation' && !step.config.detached && token.effectKey === null;
    return begun ? [token.stepId] : [];
  });
  const stepIds = new Set(name === 'exit' ? standing : left);
  return [...stepIds].map((stepId) => plan.steps[stepId]?.step.title ?? stepId);
}

/**
 * Says what a command would do, by doing it: the same turn as the live one, of which nothing is kept, held against what the
 * ledger knows. Never throws.
 */
export function previewCommand(run: PreviewedRun, command: OperatorCommand): CommandPreview {
  const { plan, state, facts, now } = run;
  const input = { kind: 'command' as const, at: now, id: 'preview', command };
  const { state: after, commands } = reduce(plan, state, input, facts, now);
  const answer = commands.find((one) => one.type === 'answered');
  const confirmed = new Set(commands.flatMap((one) => (one.type === 'confirm' ? [one.key] : [])));
  const effects = commands.flatMap((one): EffectOutlook[] => {
    if (one.type === 'confirm') return [lookedUp(run, one)];
    if (one.type === 'message' || one.type === 'effect')
      return confirmed.has(one.key) ? [] : [planned(run, one)];
    return one.type === 'unhold' || one.type === 'drop' ? released(run, one) : [];
  });
  const accepted = answer?.accepted ?? false;
  return {
    accepted,
    detail: answer?.detail ?? '',
    effects: accepted ? [...effects, ...ahead(run, after, command, effects)] : [],
    opens: commands.flatMap((one) => (one.type === 'release' ? [one.module] : [])),
    callsOff: commands.flatMap((one) => (one.type === 'cancel' ? [one.key] : [])),
    endsCalled: accepted ? endsCalled(run, command, commands) : [],
    standing: after.tokens.map((token) => ({
      stepId: token.stepId,
      title: stepOf(plan, token)?.step.title ?? token.stepId,
      status: token.status,
      until: token.deadline,
    })),
    ends: state.finished === null ? (after.finished?.outcome ?? after.ending?.outcome ?? null) : null,
  };
}
