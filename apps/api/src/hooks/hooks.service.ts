import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { HOOK_WINDOW_SECONDS, type HookReceipt, LARGEST_HOOK_PAYLOAD } from '@gradus/contracts';
import { type LiveAutomation, Vault, openKeys, readLiveAutomation, recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import { verifyCall } from '@gradus/integrations/webhooks';
import { DataSource, type EntityManager } from 'typeorm';
import { Announcer } from '../announcing/announcer.ts';
import { found } from '../access/ownership.ts';
import { HookIdTooLongError, HookTooLargeError, HookUnfitError, HookUnsignedError } from './hook-errors.ts';
import { type HookStart, type Told, readTold } from './told-person.ts';

/** Two calls whose ids differ only behind this would be taken for one. */
const LONGEST_DELIVERY_ID = 200;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

interface Delivery extends Told {
  deliveryId: string;
  keyId: string;
}

/** Calls that tell an automation of somebody: looked at, noted once, and a fact for the router. */
@Injectable()
export class HooksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vault: Vault,
    private readonly announcer: Announcer,
  ) {}

  /** @throws HookTooLargeError, HookUnsignedError, HookIdTooLongError, HookUnfitError, MissingError */
  async take(automationId: string, headers: Headers, body: Buffer): Promise<HookReceipt> {
    if (body.length > LARGEST_HOOK_PAYLOAD) throw new HookTooLargeError(LARGEST_HOOK_PAYLOAD);
    const automation = found(await this.#automation(automationId), 'hook');
    const keyId = await this.#signedBy(automation, headers, body);
    const deliveryId = String(headers['webhook-id']);
    if (deliveryId.length > LONGEST_DELIVERY_ID) throw new HookIdTooLongError(LONGEST_DELIVERY_ID);
    const { receipt, detail } = await this.dataSource.transaction('READ COMMITTED', async (manager) => {
      const told = await readTold(manager, automation.organizationId, automation.start, body);
      return note(manager, automation, { ...told, deliveryId, keyId });
    });
    if (receipt.outcome === 'unfit') throw new HookUnfitError(detail);
    if (receipt.outcome === 'taken') await this.announcer.announce([topics.outbox]);
    return receipt;
  }

  async #automation(automationId: string): Promise<(LiveAutomation & { start: HookStart }) | null> {
    const { manager } = this.dataSource;
    const [owner] = await manager.query<Array<{ organization_id: string }>>(
      'SELECT organization_id FROM automations WHERE id = $1',
      [automationId],
    );
    if (!owner) return null;
    const live = await readLiveAutomation(manager, owner.organization_id, automationId);
    const step = live?.definition.steps[live.definition.trigger];
    if (!live || step?.kind !== 'trigger' || step.config.on.kind !== 'webhook') return null;
    return { ...live, start: step.config.on };
  }

  async #signedBy(
    { id: automationId, organizationId }: LiveAutomation,
    headers: Headers,
    body: Buffer,
  ): Promise<string> {
    const owner = { organizationId, automationId, direction: 'in' as const };
    const keys = await openKeys(this.dataSource.manager, this.vault, owner);
    const verdict = verifyCall(keys, headers, body, {
      now: Date.now(),
      windowSeconds: HOOK_WINDOW_SECONDS,
    });
    if (!verdict.ok) throw new HookUnsignedError(verdict.because);
    return verdict.keyId;
  }
}

/** Notes a call once: the row and the fact in one transaction. What came before is answered again as it was. */
async function note(
  manager: EntityManager,
  automation: LiveAutomation,
  { deliveryId, keyId, outcome, detail, userId, label, values }: Delivery,
): Promise<{ receipt: HookReceipt; detail: string }> {
  const added = await manager.query<unknown[]>(
    `INSERT INTO hook_deliveries (organization_id, automation_id, delivery_id, key_id, outcome, detail, user_id, label)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (automation_id, delivery_id) DO NOTHING RETURNING id`,
    [automation.organizationId, automation.id, deliveryId, keyId, outcome, detail, userId, label],
  );
  if (added.length === 0) {
    const [first] = await manager.query<[{ outcome: HookReceipt['outcome']; detail: string }]>(
      'SELECT outcome, detail FROM hook_deliveries WHERE automation_id = $1 AND delivery_id = $2',
      [automation.id, deliveryId],
    );
    return { receipt: { id: deliveryId, outcome: first.outcome, duplicate: true }, detail: first.detail };
  }
  if (userId !== null)
    await recordEvent(manager, {
      organizationId: automation.organizationId,
      type: 'webhook.received',
      key: hookEventKey(automation.id, deliveryId),
      userId,
      data: { ...values, automation: automation.id },
    });
  return { receipt: { id: deliveryId, outcome, duplicate: false }, detail };
}

/** What makes the fact unique; short, whatever the sender calls it. */
function hookEventKey(automationId: string, deliveryId: string): string {
  return `webhook:${automationId}:${createHash('sha256').update(deliveryId).digest('hex')}`;
}
