import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type {
  Connections,
  KeyDirection,
  NewSigningKey,
  SigningKeyInfo,
  SigningKeys,
} from '@gradus/contracts';
import {
  type KeyInfo,
  type KeyOwner,
  Vault,
  egressHosts,
  keysOf,
  replaceKey,
  saveEgressHosts,
} from '@gradus/database';
import { newSecret } from '@gradus/integrations/webhooks';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { requireAutomation } from '../automations/require-automation.ts';

/** Where automations may call, and the keys that calls are signed with. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vault: Vault,
    private readonly config: AppConfig,
  ) {}

  async detail({ organizationId }: Caller): Promise<Connections> {
    const { manager } = this.dataSource;
    const keys = await keysOf(manager, { organizationId, automationId: null, direction: 'out' });
    const { enabled, receiverUrl } = this.config.demo;
    return {
      hosts: await egressHosts(manager, organizationId),
      keys: keys.map(toInfo),
      receiverUrl: enabled ? (receiverUrl ?? null) : null,
    };
  }

  async saveHosts(caller: Caller, hosts: string[]): Promise<Connections> {
    const { organizationId, userId } = caller;
    await this.dataSource.transaction(async (manager) => {
      const before = await egressHosts(manager, organizationId);
      await saveEgressHosts(manager, organizationId, hosts, userId);
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: 'connections.hosts-saved',
        subjectKind: 'organization',
        subjectId: organizationId,
        data: { before, after: hosts },
      });
    });
    return this.detail(caller);
  }

  async automationKeys(
    { organizationId }: Caller,
    automationId: string,
    direction: KeyDirection,
  ): Promise<SigningKeys> {
    const { manager } = this.dataSource;
    await requireAutomation(manager, organizationId, automationId);
    const keys = await keysOf(manager, { organizationId, automationId, direction });
    return { keys: keys.map(toInfo) };
  }

  /** The secret is told here and never again: it is kept sealed, and no answer is kept to be repeated. */
  async replaceKey(
    caller: Caller,
    automationId: string | null,
    direction: KeyDirection,
  ): Promise<NewSigningKey> {
    const { organizationId, userId } = caller;
    if (automationId !== null) await requireAutomation(this.dataSource.manager, organizationId, automationId);
    const owner: KeyOwner = { organizationId, automationId, direction };
    const secret = newSecret();
    return this.dataSource.transaction(async (manager) => {
      const keyId = await replaceKey(manager, this.vault, owner, { secret, by: userId });
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: 'connections.key-replaced',
        subjectKind: automationId === null ? 'organization' : 'automation',
        subjectId: automationId ?? organizationId,
        data: { keyId, direction },
      });
      return { keyId, secret, keys: (await keysOf(manager, owner)).map(toInfo) };
    });
  }
}

const toInfo = ({ keyId, createdAt, retiresAt }: KeyInfo): SigningKeyInfo => ({
  keyId,
  createdAt: createdAt.toISOString(),
  retiresAt: retiresAt?.toISOString() ?? null,
});
