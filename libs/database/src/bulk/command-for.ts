import type { RunOrder } from '@gradus/contracts';
import { exactLength, type Instant, type OperatorCommand, type PutOff } from '@gradus/flow';

/** Whom an order is for, and what else the engine's command needs. */
export interface OrderContext {
  /** Null: the run as a whole. */
  position: { stepId: string; visit: number } | null;
  reason: string;
  /** A moment of the order, on the run's own clock. */
  onRunClock: (at: Date) => Instant;
  /** The deadline the operator saw; another one by now, and putting it off again does not fit. Left out: it does not matter. */
  seen?: Instant | null;
  of?: 'automation';
}

/** An order to one visit came without one. */
export class OrderPositionMissingError extends Error {
  readonly code = 'run.order-position-missing';

  constructor(name: RunOrder['name']) {
    super(`The order "${name}" is for one step of a run, and does not say which.`);
    this.name = 'OrderPositionMissingError';
  }
}

/**
 * The engine's command of an operator's order.
 *
 * @throws OrderPositionMissingError
 */
export function commandFor(order: RunOrder, context: OrderContext): OperatorCommand {
  const of = context.of === undefined ? {} : { of: context.of };
  if (order.name === 'exit') return { name: 'exit', reason: context.reason };
  if (order.name === 'pause' || order.name === 'resume') return { ...given(order), ...of };
  const { position } = context;
  if (position === null) throw new OrderPositionMissingError(order.name);
  if (order.name !== 'postpone') return { ...given(order), ...position };
  const { to } = order;
  const putOff: PutOff =
    to.kind === 'until'
      ? { kind: 'until', at: context.onRunClock(new Date(to.at)) }
      : { kind: 'by', milliseconds: exactLength(to) };
  return {
    name: 'postpone',
    ...position,
    to: putOff,
    ...(context.seen === undefined ? {} : { seen: context.seen }),
  };
}

/** What was left out is left out, not undefined. */
function given<T extends object>(order: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(order).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
