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

/** What a person's wording must not contain, as it stands in it: a variable, or braces that do not close. Null: nothing. */
export function unfitIn(text: string): string | null {
  const name = variablesIn(text).find((one) => one !== ALLOWED);
  if (name !== undefined) return `{{${name}}}`;
  if (!hasStrayBraces(text)) return null;
  return /\{\{|\}\}/.exec(fillIn(text, { [ALLOWED]: '' }))?.[0] ?? '{{';
}
