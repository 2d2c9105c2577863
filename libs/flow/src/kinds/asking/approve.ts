import type { StepRules } from '../step-rules.ts';
import { awaitDecision, callsFor, taskDueAt, TASK_DECIDED } from './decisions.ts';

/** Waits for somebody of the school to decide about the learner. */
export const approve: StepRules<'approve'> = {
  ports: ({ due }) => (due === undefined ? ['approved', 'rejected'] : ['approved', 'rejected', 'timeout']),
  listens: () => [TASK_DECIDED],
  timing: ['due', 'zone'],
  takesTime: ({ due }, port) => port === 'timeout' && due !== undefined && due.amount > 0,
  holdsTask: () => true,
  decide(visit, cause) {
    const { config, at } = visit;
    const due = taskDueAt(config, visit.token, visit);
    const decision = awaitDecision(visit, cause, due, {
      of: (decided) => (decided === 'rejected' ? 'rejected' : 'approved'),
      late: 'timeout',
    });
    if (cause.kind !== 'entered' || decision.do !== 'wait') return decision;
    const calls = callsFor(config, at, due);
    return {
      ...decision,
      emit: [{ type: 'task', task: 'approval', holds: true, due, to: config.to, calls }],
    };
  },
};
