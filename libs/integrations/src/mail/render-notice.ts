import { Placeholders, type Variables } from './placeholders.ts';

/** A message as it is shown in-app. */
export interface RenderedNotice {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Variables without a value: empty in a notice that may be shown. */
  readonly missing: readonly string[];
}

/** Everything that Markdown reads as more than a letter. */
const SIGNS = /[\\`*_{}[\]()<>#+\-.!|~&:@]/g;

/**
 * Fills in a message for the screen. Values become text and nothing else: a learner's name is never read as a link or
 * emphasis. Only what is called `links.…` is an address, and those are ours.
 */
export function renderNotice(template: {
  subject: string;
  body: string;
  variables: Variables;
}): RenderedNotice {
  const title = new Placeholders(template.variables);
  const escaped = Object.entries(template.variables).map(([name, value]) => [
    name,
    name.startsWith('links.') ? value : String(value).replace(SIGNS, '\\$&').replace(/\s+/g, ' '),
  ]);
  const body = new Placeholders(Object.fromEntries(escaped) as Variables);
  return {
    title: title.fill(title.mark(template.subject)).replace(/\s+/g, ' ').trim(),
    body: body.fill(body.mark(template.body)),
    missing: [...new Set([...title.missing, ...body.missing])],
  };
}
