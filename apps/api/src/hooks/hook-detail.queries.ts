import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { HookDelivery, HookDetail } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { requireAutomation } from '../automations/require-automation.ts';

const LATEST = 10;
const UNKNOWN = 50;

interface DeliveryRow {
  delivery_id: string;
  received_at: Date;
  outcome: HookDelivery['outcome'];
  detail: string;
  user_id: string | null;
  name: string | null;
  label: string | null;
  run_id: string | null;
}

/** The run began at the moment of the fact, which is as exact as JavaScript knows it. */
const DELIVERIES = `
SELECT d.delivery_id, d.received_at, d.outcome, d.detail, d.user_id, u.name, d.label, r.id AS run_id
  FROM hook_deliveries d LEFT JOIN users u ON u.id = d.user_id
  LEFT JOIN domain_events e ON e.organization_id = d.organization_id
   AND e.key = 'webhook:' || d.automation_id || ':' || encode(sha256(convert_to(d.delivery_id, 'UTF8')), 'hex')
  LEFT JOIN runs r ON r.automation_id = d.automation_id AND r.user_id = d.user_id
   AND date_trunc('milliseconds', r.started_at) = date_trunc('milliseconds', e.occurred_at)
 WHERE d.organization_id = $1 AND d.automation_id = $2`;

/** A hook as staff see it. */
@Injectable()
export class HookDetailQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  /** @throws MissingError when there is no such automation */
  async detail(organizationId: string, automationId: string): Promise<HookDetail> {
    await requireAutomation(this.dataSource.manager, organizationId, automationId);
    const ask = (more: string, limit: number) =>
      this.dataSource.query<DeliveryRow[]>(
        `${DELIVERIES} ${more} ORDER BY d.received_at DESC, d.id DESC LIMIT ${limit}`,
        [organizationId, automationId],
      );
    const latest = await ask('', LATEST);
    const unknown = await ask(`AND d.outcome = 'unknown'`, UNKNOWN);
    return {
      url: `${this.config.api.publicUrl.replace(/\/$/, '')}/api/hooks/${automationId}`,
      latest: latest.map(toDelivery),
      unknown: unknown.map(toDelivery),
    };
  }
}

const toDelivery = (row: DeliveryRow): HookDelivery => ({
  id: row.delivery_id,
  receivedAt: row.received_at.toISOString(),
  outcome: row.outcome,
  detail: row.detail,
  person: row.user_id === null ? null : { id: row.user_id, name: row.name ?? '' },
  label: row.label,
  runId: row.run_id,
});
