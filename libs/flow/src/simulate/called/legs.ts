import { CALLED_AT } from '../../kinds/calling/call-automation.ts';
import { ConditionFailedError } from '../../conditions/errors.ts';
import { evaluateKey } from '../../conditions/evaluate-key.ts';
import { factsAt } from '../../learner/facts-at.ts';
import { initialState } from '../../model/initial-state.ts';
import type { StepId } from '../../model/definition.ts';
import type { Facts } from '../../model/facts.ts';
import type { Input } from '../../model/inputs.ts';
import type { Instant } from '../../model/instant.ts';
import type { Plan } from '../../model/plan.ts';
import type { RunState } from '../../model/state.ts';
import type { Command } from '../../model/commands.ts';
import type { AskedCall, Caller, KeptOut } from './call-answers.ts';

/** One run of a walk: that of the drawing itself, or one that was called on the way. */
export interface Leg {
  /** Its number in the world; the walk's own is 0. */
  seat: number;
  plan: Plan;
  state: RunState;
  pending: Input[];
  /** Null: nobody has called it. */
  call: Call | null;
}

/** How a run was called. */
export interface Call {
  automation: string;
  name: string;
  /** The seat of the run that called it, and the visit there. */
  by: number;
  stepId: StepId;
  visit: number;
  detached: boolean;
  /** The step of the walk's own drawing that led to it, over however many calls. */
  root: StepId;
  /** What its entry rule makes unique; null: nothing. */
  entryKey: string | null;
}

const UNIQUE = 'once';

/** What a second entry would be told apart by; null: any number may enter. @throws ConditionFailedError */
function entryKeyOf({ definition }: Plan, vars: RunState['vars'], facts: Facts, at: Instant): string | null {
  const { entry } = definition;
  if (entry.rule === 'once') return UNIQUE;
  return entry.rule === 'keyed' ? `key:${evaluateKey(entry.key, factsAt(facts, at), {}, vars)}` : null;
}

const isOpen = ({ state }: Leg) => state.finished === null;

/** Which automation somebody is inside of on this leg; nobody says it of the walk's own unless it goes through what it calls. */
const automationOf = ({ call, plan }: Leg): string | undefined => call?.automation ?? plan.automationId;

/** Whether the entry rules of an automation keep somebody out who comes by this call. */
function keptOut(
  plan: Plan,
  automation: string,
  entryKey: string | null,
  legs: readonly Leg[],
): KeptOut | null {
  const { entry, settings } = plan.definition;
  const others = new Set(settings.suppressWhile ?? []);
  if (legs.some((leg) => isOpen(leg) && others.has(automationOf(leg) ?? ''))) return 'suppressed';
  const before = legs.filter(({ call }) => call?.automation === automation);
  const inside = before.some(isOpen);
  if (entry.rule === 'afterEnd') return inside ? 'inside' : null;
  if (entryKey === null || !before.some(({ call }) => call?.entryKey === entryKey)) return null;
  return inside ? 'inside' : 'entered-before';
}

/**
 * The run that a call begins, as a live one would: by the entry rules of what is called, with what was handed over.
 *
 * @returns null when the called drawing is not at hand
 */
export function calledLeg(
  asked: AskedCall,
  by: Leg,
  legs: readonly Leg[],
  facts: Facts,
): Omit<Leg, 'seat'> | KeptOut | null {
  const step = by.plan.steps[asked.stepId]?.step;
  if (step?.kind !== 'callAutomation') return null;
  const { automation, detached } = step.config;
  const called = legs[0]?.plan.called?.[automation];
  if (called === undefined) return null;
  const { [CALLED_AT]: _at, ...vars } = asked.given ?? {};
  const { at, stepId, visit } = asked;
  try {
    const entryKey = entryKeyOf(called.plan, vars, facts, at);
    const out = keptOut(called.plan, automation, entryKey, legs);
    if (out !== null) return out;
    const root = by.call?.root ?? stepId;
    return {
      plan: called.plan,
      state: { ...initialState(asked.key, at), vars },
      pending: [{ kind: 'started', at }],
      call: { automation, name: called.name, by: by.seat, stepId, visit, detached, root, entryKey },
    };
  } catch (error) {
    if (error instanceof ConditionFailedError) return 'key-unknown';
    throw error;
  }
}

/** Carries out the calls of a walk: whoever is let in walks along from then on, in a seat of their own. */
export function callsOf(
  legs: Leg[],
  world: { sit(listens: ReadonlySet<string>): number; factsOf(seat: number): Facts },
  listensOf: (plan: Plan) => ReadonlySet<string>,
): Caller {
  return (asked, seat) => {
    const by = legs[seat];
    if (by === undefined) return null;
    const begun = calledLeg(asked, by, legs, world.factsOf(seat));
    if (begun === null || typeof begun === 'string') return begun;
    legs.push({ ...begun, seat: world.sit(listensOf(begun.plan)) });
    return 'begun';
  };
}

const ENDED_WITH_CALLER = 'The run that called it was ended.';
const LEFT_BY_CALLER = 'The run that called it has gone on without it.';

/** Why a run that was called ends with this command of its caller; null: it goes on. */
function endedBy({ call }: Leg, { seat }: Leg, command: Command): string | null {
  if (call === null || call.by !== seat) return null;
  if (command.type === 'endCalled')
    return call.stepId === command.stepId && call.visit === command.visit ? LEFT_BY_CALLER : null;
  const exited = (command.type === 'finished' || command.type === 'ending') && command.outcome === 'exited';
  return exited && !call.detached ? ENDED_WITH_CALLER : null;
}

/** Orders a called run to end, when its caller's command says so. */
export function exitFor(leg: Leg, caller: Leg, command: Command): void {
  const reason = endedBy(leg, caller, command);
  if (reason === null || leg.state.finished !== null) return;
  leg.pending.push({ kind: 'command', at: command.at, id: 'caller', command: { name: 'exit', reason } });
}
