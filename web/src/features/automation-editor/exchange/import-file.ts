import { ExchangeUnreadableError } from './exchange.ts';

/** Larger than the largest drawing, printed with room to breathe. */
const MOST_BYTES = 2_000_000;

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
