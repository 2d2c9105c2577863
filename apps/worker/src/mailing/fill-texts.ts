import type { DataSource } from 'typeorm';
import { type Vault, textsById, textsOfRun } from '@gradus/database';
import { fillIn, textNamed, variablesIn } from '@gradus/flow';
import type { ClaimedMessage } from './claim-message.ts';

/**
 * The message with the generated texts in the place of {{text.NAME}}, before anything else is filled in: a text is Markdown of
 * its own and may name {{person.name}}. They are the ones that were there when it was queued, however late it goes out. One
 * that nobody had approved stays a variable without a value, so that the message does not go out.
 */
export async function withTexts(
  dataSource: DataSource,
  vault: Vault,
  message: ClaimedMessage,
): Promise<ClaimedMessage> {
  const { subject, body, runId, userId } = message;
  const used = variablesIn(`${subject ?? ''} ${body ?? ''}`).filter((name) => textNamed(name) !== null);
  if (used.length === 0 || !runId || message.purpose !== 'step') return message;
  const { manager } = dataSource;
  const sealed = message.texts
    ? await textsById(manager, userId, Object.values(message.texts))
    : await textsOfRun(manager, runId);
  const values: Record<string, string> = {};
  for (const name of used) {
    const cipher = sealed.get(textNamed(name) ?? '');
    if (cipher) values[name] = await vault.open(manager, userId, cipher);
  }
  const filled = (text: string | null) => (text === null ? null : fillIn(text, values));
  return { ...message, subject: filled(subject), body: filled(body) };
}
