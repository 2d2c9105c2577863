import type { Emission, StepRules, Visit } from '../step-rules.ts';
import { awaitDecision, callsFor, taskDueAt, TASK_DECIDED } from './decisions.ts';

function given({ config, token, at, ...view }: Visit<'task'>): Emission {
  const due = taskDueAt(config, token, { at, ...view });
  return {
    type: 'task',
    task: 'todo',
    holds: config.wait,
    due,
    to: config.to,
    calls: callsFor(config, at, due),
  };
}

/** Gives somebody of the school something to do. The learner goes on at once, unless the author asked to wait for it. */
export const task: StepRules<'task'> = {
  ports: ({ wait, due }) => {
    if (!wait) return ['next'];
    return due === undefined ? ['done', 'not-done'] : ['done', 'not-done', 'timeout'];
  },
  listens: ({ wait }) => (wait ? [TASK_DECIDED] : []),
  timing: ['due', 'zone'],
  takesTime: ({ wait, due }, port) => wait && port === 'timeout' && due !== undefined && due.amount > 0,
  holdsTask: ({ wait }) => wait,
  decide(visit, cause) {
    const { config } = visit;
    const emit = cause.kind === 'entered' ? [given(visit)] : [];
    if (!config.wait) return { do: 'leave', port: 'next', reason: 'passed through', emit };
    const decision = awaitDecision(visit, cause, taskDueAt(config, visit.token, visit), {
      of: (decided) => (decided === 'notDone' ? 'not-done' : 'done'),
      late: 'timeout',
    });
    return decision.do === 'wait' ? { ...decision, emit } : decision;
  },
};
