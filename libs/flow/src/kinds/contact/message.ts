import { textsIn } from '../../compile/message-variables.ts';
import { addDuration } from '../../time/durations.ts';
import { notDone } from '../effect-outcomes.ts';
import type { Emission, StepRules, Visit } from '../step-rules.ts';

/** Whether there is a text is the last visit's to say that had it written. */
function textsFor({ config, state }: Visit<'message'>): { texts?: string[] } {
  const names = textsIn(`${config.subject} ${config.body}`);
  return names.length === 0 ? {} : { texts: names.filter((name) => state.vars[name] !== false) };
}

function letter(visit: Visit<'message'>): Emission {
  const { config, at } = visit;
  return {
    type: 'message',
    category: config.category,
    validUntil: config.validFor === undefined ? null : addDuration(at, config.validFor, null),
    awaited: config.waitForDelivery,
    ...textsFor(visit),
  };
}

/** Queues a message. The learner moves on at once, unless the author asked to wait for delivery. */
export const message: StepRules<'message'> = {
  ports: (config) => (config.waitForDelivery ? ['next', 'error'] : ['next']),
  listens: () => [],
  takesTime: () => false,
  decide(visit, cause) {
    if (cause.kind === 'effect') {
      if (cause.outcome === 'done') return { do: 'leave', port: 'next', reason: 'effect' };
      return notDone(cause, 'Delivery');
    }
    if (cause.kind !== 'entered') return { do: 'wait', until: null };
    if (visit.config.waitForDelivery) return { do: 'wait', until: null, emit: [letter(visit)] };
    return { do: 'leave', port: 'next', reason: 'passed through', emit: [letter(visit)] };
  },
};
