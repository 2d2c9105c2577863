import { type BulkTarget, INSTRUCTORS_MAY_ORDER, type RunOrder } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../problems/domain-error.ts';
import type { Caller } from './caller.ts';

/** An order that only ops and admins may give to many. */
export class OrderNotForInstructorsError extends DomainError {
  constructor(sentence: string) {
    super('bulk.not-for-instructors', 403, sentence);
  }
}

const words = INSTRUCTORS_MAY_ORDER.join(', ');

/** What `docs/access.md` says of it. */
export const ORDERS_TO_MANY = `An order to many runs: ops and admins give any. An instructor may give ${words} to the
people of one automation that delivers or belongs to a course of their school, and never has an effect done again that was
done; they pause, resume and stop only what they ordered themselves (\`apps/api/src/access/orders-to-many.ts\`).`;

/** @throws OrderNotForInstructorsError */
export async function mayOrderMany(
  manager: EntityManager,
  { role, organizationId }: Caller,
  target: BulkTarget,
  order: RunOrder,
): Promise<void> {
  if (role !== 'instructor') return;
  if (!(INSTRUCTORS_MAY_ORDER as readonly string[]).includes(order.name))
    throw new OrderNotForInstructorsError(
      `For many at once instructors may order: ${words}. Ask ops for the rest.`,
    );
  if (order.name === 'retry' && order.effects === 'again')
    throw new OrderNotForInstructorsError(
      'Doing again what was done already is for ops to order. Retry without it.',
    );
  const automationId = target.kind === 'runs' ? target.filter.automationId : undefined;
  const ofCourse = automationId
    ? await manager.query<unknown[]>(
        'SELECT 1 FROM automations WHERE id = $1 AND organization_id = $2 AND course_id IS NOT NULL',
        [automationId, organizationId],
      )
    : [];
  if (ofCourse.length === 0)
    throw new OrderNotForInstructorsError(
      'Instructors order for the people of one automation of a course. Choose one, or ask ops.',
    );
}

/** @throws OrderNotForInstructorsError */
export async function mayControlMany(
  manager: EntityManager,
  { role, userId, organizationId }: Caller,
  operationId: string,
): Promise<void> {
  if (role !== 'instructor') return;
  const own = await manager.query<unknown[]>(
    'SELECT 1 FROM bulk_operations WHERE id = $1 AND requested_by = $2 AND organization_id = $3',
    [operationId, userId, organizationId],
  );
  if (own.length === 0)
    throw new OrderNotForInstructorsError('Somebody else ordered this. Ask them, or ops, to stop it.');
}
