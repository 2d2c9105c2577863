import type { Emission, StepRules, Visit } from '../step-rules.ts';
import { awaitDecision, taskDueAt, TASK_DECIDED } from '../asking/decisions.ts';
import { notDone } from '../effect-outcomes.ts';

/** What the prompt may name of the learner and the place, as it is now. */
function given({ planStep, view }: Visit<'generate'>): Record<string, string | number> {
  const { progress, daysSinceEnrollment } = view();
  return { module: planStep.module ?? '', progress: Math.round(progress), days: daysSinceEnrollment };
}

/** That there is a text, for conditions; the text itself is no part of the run, which holds nothing personal. */
const there = (into: string): Emission => ({ type: 'setVar', name: into, value: true });

/** A visit begins without a text: what an earlier one had written is not this one's, whatever becomes of it. */
const notYet = ({ config, state }: Visit<'generate'>): Emission[] =>
  state.vars[config.into] === undefined ? [] : [{ type: 'setVar', name: config.into, value: false }];

/**
 * Has a text written, and read by a person first: they approve it as it is or as they have changed it, or refuse it. Where the
 * author wants no review it may be used as soon as it is written.
 */
export const generate: StepRules<'generate'> = {
  ports: ({ review, due }) => [
    'next',
    ...(review ? ['rejected'] : []),
    ...(due === undefined ? [] : ['timeout']),
    'error',
  ],
  listens: ({ review }) => (review ? [TASK_DECIDED] : []),
  timing: ['due', 'zone'],
  takesTime: ({ due }, port) => port === 'timeout' && due !== undefined && due.amount > 0,
  holdsTask: ({ review }) => review,
  decide(visit, cause) {
    const { config, token, at } = visit;
    const { into, review, to } = config;
    const due = taskDueAt(config, token, visit);
    if (cause.kind === 'effect' && cause.outcome !== 'done') return notDone(cause, 'Writing the text');
    if (cause.kind === 'effect' && !review)
      return { do: 'leave', port: 'next', reason: 'effect', emit: [there(into)] };
    const decision = awaitDecision(visit, cause, due, {
      of: (decided) => (decided === 'rejected' ? 'rejected' : 'next'),
      late: 'timeout',
    });
    if (decision.do === 'leave' && decision.port === 'next') return { ...decision, emit: [there(into)] };
    if (decision.do !== 'wait') return decision;
    if (cause.kind === 'entered') {
      const asked = { type: 'effect' as const, kind: 'generate' as const, given: given(visit) };
      return { ...decision, emit: [...notYet(visit), asked] };
    }
    if (cause.kind !== 'effect') return decision;
    const calls = [{ at, to, because: 'asked' as const }];
    return { ...decision, emit: [{ type: 'task', task: 'approval', holds: true, due, to, calls }] };
  },
};
