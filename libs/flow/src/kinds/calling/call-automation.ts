import type { StepOf } from '../../model/definition.ts';
import type { Instant } from '../../model/instant.ts';
import type { CallFact } from '../../model/facts.ts';
import type { Plan } from '../../model/plan.ts';
import { plansIn } from '../../model/versions.ts';
import type { HandedValue } from '../../model/steps/outside.ts';
import { taskDueAt } from '../asking/decisions.ts';
import { notDone, type EffectCause } from '../effect-outcomes.ts';
import {
  factOfVisit,
  reasonFor,
  type Cause,
  type Decision,
  type RunView,
  type StepRules,
  type Visit,
} from '../step-rules.ts';

type Config = StepOf<'callAutomation'>['config'];

/** A run that was called has ended; its data say which call. */
export const RUN_ENDED = 'run.ended';

/** The way out when the called run ended, but not as completed. */
export const ENDED_OTHERWISE = 'ended';

/** The way out when the entry rules of the called automation let nobody in. */
export const NOT_STARTED = 'not-started';

/** In what an effect is given: the moment of the call, on the run's own clock. No variable can have such a name. */
export const CALLED_AT = '$at';

/** Why the called automation let nobody in, as the code of the refusal; what comes after `call.` is what admission says. */
const ENTRY_REFUSALS: ReadonlySet<string> = new Set([
  'call.inside',
  'call.entered-before',
  'call.suppressed',
]);

function handedOver(value: HandedValue, vars: Visit['state']['vars']): string | number | boolean | undefined {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'number') return value.number;
  return value.kind === 'yesNo' ? value.yes : vars[value.variable];
}

/** What the called run begins with, as it is now, and when that is. */
function given({ config, state, at }: Visit<'callAutomation'>): Record<string, string | number | boolean> {
  const values = config.values.flatMap(({ name, value }) => {
    const known = handedOver(value, state.vars);
    return known === undefined ? [] : [[name, known] as const];
  });
  return { ...Object.fromEntries(values), [CALLED_AT]: at };
}

/** Until when a token waits for the run it has called; null: as long as it takes. */
export function callDueAt(
  { wait, timeout: due, zone }: Config,
  token: Visit['token'],
  view: RunView,
): Instant | null {
  return wait ? taskDueAt({ due, zone }, token, view) : null;
}

/** Nobody was let in: there is a way of its own for that, if its author has drawn it; without one the call has failed. */
function notLetIn({ planStep }: Visit<'callAutomation'>, cause: EffectCause): Decision {
  const refused = cause.outcome === 'refused' && ENTRY_REFUSALS.has(cause.detail?.code ?? '');
  if (refused && planStep.out[NOT_STARTED] !== undefined)
    return { do: 'leave', port: NOT_STARTED, reason: 'effect' };
  return notDone(cause, 'Calling the automation');
}

function afterEnd({ planStep }: Visit<'callAutomation'>, { outcome }: CallFact, cause: Cause): Decision {
  const otherwise = outcome !== 'completed' && planStep.out[ENDED_OTHERWISE] !== undefined;
  return { do: 'leave', port: otherwise ? ENDED_OTHERWISE : 'next', reason: reasonFor(cause) };
}

function portsFor({ wait, timeout }: Config): string[] {
  if (!wait) return ['next', NOT_STARTED, 'error'];
  return timeout === undefined
    ? ['next', ENDED_OTHERWISE, NOT_STARTED, 'error']
    : ['next', ENDED_OTHERWISE, 'timeout', NOT_STARTED, 'error'];
}

/** Lets the learner into another automation and goes on when that run has begun, or has ended. */
export const callAutomation: StepRules<'callAutomation'> = {
  ports: portsFor,
  mayStayOpen: [ENDED_OTHERWISE, NOT_STARTED],
  listens: ({ wait }) => (wait ? [RUN_ENDED] : []),
  timing: ['timeout', 'zone'],
  takesTime: ({ timeout }, port) => port === 'timeout' && timeout !== undefined && timeout.amount > 0,
  decide(visit, cause) {
    const { config, token, at } = visit;
    const due = callDueAt(config, token, visit);
    if (cause.kind === 'entered')
      return {
        do: 'wait',
        until: due,
        emit: [{ type: 'effect', kind: 'callAutomation', given: given(visit) }],
      };
    if (cause.kind === 'effect' && cause.outcome !== 'done') return notLetIn(visit, cause);
    const begun = token.effectKey === null;
    if (begun && !config.wait) return { do: 'leave', port: 'next', reason: 'effect' };
    const end = config.wait ? factOfVisit(visit.facts.calls, visit) : undefined;
    if (end !== undefined) return afterEnd(visit, end, cause);
    if (due !== null && due <= at) return { do: 'leave', port: 'timeout', reason: 'time' };
    return { do: 'wait', until: due };
  },
};

/** Whether a drawing, or a version beside it, calls other automations. */
export function callsOthers(plan: Plan): boolean {
  return plansIn(plan).some(({ definition }) =>
    Object.values(definition.steps).some(({ kind }) => kind === 'callAutomation'),
  );
}

/** The automations that a drawing calls, each once. */
export function calledBy({ steps }: Plan['definition']): string[] {
  const called = Object.values(steps).flatMap((step) =>
    step.kind === 'callAutomation' ? [step.config.automation] : [],
  );
  return [...new Set(called)];
}
