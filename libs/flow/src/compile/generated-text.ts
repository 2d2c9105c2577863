import { fillIn, hasStrayBraces, variablesIn } from './message-variables.ts';

/** The only variable a text may bring along: whatever else stands in its braces would be filled in, or stop its message. */
const ALLOWED = 'person.name';

/** A machine's text without variables that nobody has asked for: a message that carries it must not give anything away. */
export function safeText(text: string): string {
  return text
    .replaceAll(/\{\{\s*([^{}]*?)\s*\}\}/g, (_whole, name: string) =>
      name === ALLOWED ? `{{${ALLOWED}}}` : name,
    )
    .replaceAll(/\{\{(?!person\.name\}\})/g, '{')
    .replaceAll(/(?<!\{\{person\.name)\}\}/g, '}')
    .trim();
}

/** At most so long: ends at the last whole sentence that fits, else at the last whole word. */
export function cutToLength(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most);
  const sentence = Math.max(...['. ', '! ', '? ', '.\n', '!\n', '?\n'].map((end) => head.lastIndexOf(end)));
  if (sentence > most / 3) return head.slice(0, sentence + 1).trim();
  const word = head.lastIndexOf(' ');
  return `${head.slice(0, word > 0 ? Math.min(word, most - 1) : most - 1).trim()}…`;
}

/** What of a machine's answer may be used: safe, and no longer than the step allows (`most`: characters). */
export function usableText(answer: string, most: number): string {
  return cutToLength(safeText(answer), most);
}

/** What a person's wording must not contain, as it stands in it: a variable, or braces that do not close. Null: nothing. */
export function unfitIn(text: string): string | null {
  const name = variablesIn(text).find((one) => one !== ALLOWED);
  if (name !== undefined) return `{{${name}}}`;
  if (!hasStrayBraces(text)) return null;
  return /\{\{|\}\}/.exec(fillIn(text, { [ALLOWED]: '' }))?.[0] ?? '{{';
}
