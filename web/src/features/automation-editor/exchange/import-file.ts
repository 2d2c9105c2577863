import type { FlowDocument } from '@gradus/flow';
import { ExchangeUnreadableError } from './exchange.ts';

/** A drawing that can still be saved, printed with room to breathe: see {@link refuseTooLarge}. */
const MOST_BYTES = 2_000_000;

/** What one request to the server may hold is a megabyte of 1,048,576 bytes; the rest is room for what goes around a drawing. */
const MOST_SAVED_BYTES = 1_000_000;

/**
 * A drawing takes the place of another in one request. What is larger than that could be shown here and never saved.
 *
 * @throws ExchangeUnreadableError
 */
export function refuseTooLarge({ definition, layout }: FlowDocument): void {
  const bytes = new TextEncoder().encode(JSON.stringify({ definition, layout })).length;
  if (bytes > MOST_SAVED_BYTES)
    throw new ExchangeUnreadableError(
      `This automation is too large to be saved: it takes ${(bytes / 1_000_000).toFixed(2)} MB, and 1 MB is the most. Make it smaller, or divide it into several that call each other.`,
    );
}

/**
 * The text of a file that somebody chose.
 *
 * @throws ExchangeUnreadableError when it cannot be a drawing at all; `message` says why, and what to choose
 */
export async function readImportFile(file: Pick<File, 'name' | 'size' | 'text'>): Promise<string> {
  const name = `“${file.name}”`;
  if (file.size > MOST_BYTES)
    throw new ExchangeUnreadableError(
      `${name} is larger than any automation (2 MB at most). Choose the YAML or JSON file that was exported.`,
    );
  const text = await file.text().catch(() => {
    throw new ExchangeUnreadableError(
      `${name} could not be read. If it was moved or changed meanwhile, choose it again.`,
    );
  });
  if (text.trim() === '') throw new ExchangeUnreadableError(`${name} is empty. Choose another file.`);
  if (/[\0\uFFFD]/.test(text))
    throw new ExchangeUnreadableError(
      `${name} is not a text file. Choose the YAML or JSON file that was exported.`,
    );
  return text.replace(/^\uFEFF/, '');
}
