import type { DataSource, EntityManager } from 'typeorm';
import type { SavedMethod } from '@gradus/integrations/stripe';

interface Person {
  organizationId: string;
  userId: string;
}

/** Notes the card that a person has agreed to be charged by; the last one counts. Nothing is noted of who was erased. */
export async function keepCard(
  manager: EntityManager,
  { organizationId, userId }: Person,
  { customer, method, brand, last4 }: SavedMethod,
): Promise<void> {
  await manager.query(
    `INSERT INTO payment_customers (organization_id, user_id, customer, method, brand, last4)
     SELECT $1, id, $3, $4, $5, $6 FROM users u WHERE id = $2
        AND NOT EXISTS (SELECT 1 FROM erasures x WHERE x.user_id = u.id AND x.applied_at IS NOT NULL)
     ON CONFLICT (organization_id, user_id) DO UPDATE
        SET customer = EXCLUDED.customer, method = EXCLUDED.method, brand = EXCLUDED.brand, last4 = EXCLUDED.last4,
            saved_at = clock_timestamp()`,
    [organizationId, userId, customer, method, brand.slice(0, 20), last4.slice(0, 4)],
  );
}

/** The card of a person; null: they have saved none. */
export async function savedCard(
  db: DataSource | EntityManager,
  { organizationId, userId }: Person,
): Promise<SavedMethod | null> {
  const [row] = await db.query<SavedMethod[]>(
    'SELECT customer, method, brand, last4 FROM payment_customers WHERE organization_id = $1 AND user_id = $2',
    [organizationId, userId],
  );
  return row ?? null;
}
