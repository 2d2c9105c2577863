import type { DataSource } from 'typeorm';
import type { Vault } from '@gradus/database';
import type { ClaimedMessage } from './claim-message.ts';
import type { Composed } from './compose-message.ts';

/**
 * Shows a message in-app, once however often it is tried, and only while it is ours to deliver. What it says is sealed with
 * the person's key, because it names them.
 */
export async function showNotice(
  dataSource: DataSource,
  vault: Vault,
  message: ClaimedMessage,
  notice: Composed['notice'],
): Promise<void> {
  await dataSource.transaction(async (manager) => {
    const content = await vault.sealJson(manager, message.userId, notice);
    await manager.query(
      `INSERT INTO notices (organization_id, user_id, message_id, content_cipher)
       SELECT m.organization_id, m.user_id, m.id, $3 FROM messages m
        WHERE m.id = $1 AND m.state = 'claimed' AND m.claimed_by = $2
       ON CONFLICT (message_id) DO NOTHING`,
      [message.id, message.claim, content],
    );
  });
}
