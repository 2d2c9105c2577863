import type { Call } from '../../model/commands.ts';
import { exactLength } from '../../time/durations.ts';
import type { Emission, StepRules, Visit } from '../step-rules.ts';
import { alertDue, awaitDecision, taskDueAt, TASK_DECIDED } from './decisions.ts';

/** One after the other is called, until somebody takes notice. */
function raised({ config, at }: Visit<'alert'>, due: number | null): Emission {
  const each = exactLength(config.within);
  const calls = config.to.map((to, level): Call => ({
    at: at + level * each,
    to,
    because: level === 0 ? 'asked' : 'escalation',
  }));
  const [first] = config.to;
  if (first === undefined) throw new Error('An alert is to somebody.');
  return { type: 'task', task: 'alert', holds: config.wait, due, to: first, calls };
}

/** Tells somebody of the school, and the next in line if nobody takes notice in time. */
export const alert: StepRules<'alert'> = {
  ports: ({ wait }) => (wait ? ['acknowledged', 'not-acknowledged'] : ['next']),
  listens: ({ wait }) => (wait ? [TASK_DECIDED] : []),
  timing: ['within', 'to'],
  takesTime: ({ wait, within }, port) => wait && port === 'not-acknowledged' && within.amount > 0,
  holdsTask: ({ wait }) => wait,
  decide(visit, cause) {
    const { config } = visit;
    const due = taskDueAt(alertDue(config), visit.token, visit);
    const emit = cause.kind === 'entered' ? [raised(visit, due)] : [];
    if (!config.wait) return { do: 'leave', port: 'next', reason: 'passed through', emit };
    const decision = awaitDecision(visit, cause, due, {
      of: () => 'acknowledged',
      late: 'not-acknowledged',
    });
    return decision.do === 'wait' ? { ...decision, emit } : decision;
  },
};
