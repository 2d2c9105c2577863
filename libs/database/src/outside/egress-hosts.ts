import type { EntityManager } from 'typeorm';

/** The hosts that a school's automations may call, by name. */
export async function egressHosts(manager: EntityManager, organizationId: string): Promise<string[]> {
  const rows = await manager.query<Array<{ host: string }>>(
    'SELECT host FROM egress_hosts WHERE organization_id = $1 ORDER BY host',
    [organizationId],
  );
  return rows.map(({ host }) => host);
}

/** Makes these the hosts that may be called, and no others. */
export async function saveEgressHosts(
  manager: EntityManager,
  organizationId: string,
  hosts: readonly string[],
  by: string | null,
): Promise<void> {
  await manager.query('DELETE FROM egress_hosts WHERE organization_id = $1 AND host <> ALL($2)', [
    organizationId,
    hosts,
  ]);
  await manager.query(
    `INSERT INTO egress_hosts (organization_id, host, added_by) SELECT $1, host, $3 FROM unnest($2::text[]) AS host
     ON CONFLICT (organization_id, host) DO NOTHING`,
    [organizationId, hosts, by],
  );
}
