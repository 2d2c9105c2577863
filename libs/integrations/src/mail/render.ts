import { escapeHtml, MarkdownMail, safeUrl } from './markdown-mail.ts';
import { Placeholders, type Variables } from './placeholders.ts';

export { type RenderedNotice, renderNotice } from './render-notice.ts';

/** Making one costs more than all the rest of a mail; there are as many as readers have zones. */
const writers = new Map<string, Intl.DateTimeFormat>();

/** A moment as mails name it, by the reader's clock: "Monday, 1 December 2025 at 09:00". */
function sayMailDate(at: Date, zone: string): string {
  const writer =
    writers.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
  writers.set(zone, writer);
  return writer.format(at);
}

/** `{{dates.next}}`: when the next module opens, as mails name a moment; null: it is not known, and mails say "soon". */
export function sayNextOpening(at: Date | null, zone: string): string {
  return at === null ? 'soon' : sayMailDate(at, zone);
}

/** Where the links of a mail lead, by the variables' names. */
export type MailLinks = Readonly<Record<'links.course' | 'links.module' | 'links.certificate', string>>;

/**
 * Where the links of a mail lead, for one that goes out and for one that is only shown. Without a course it is the school's
 * own address; without a certificate the course.
 *
 * @param publicUrl - Where the school is reached, without a slash at its end.
 */
export function mailLinks(
  publicUrl: string,
  courseId: string | null,
  credentialId: string | null,
): MailLinks {
  const course = courseId === null ? publicUrl : `${publicUrl}/courses/${courseId}`;
  return {
    'links.course': course,
    'links.module': `${course}/learn`,
    'links.certificate': credentialId === null ? course : `${publicUrl}/credentials/${credentialId}`,
  };
}

/** What an author wrote and who it goes to. */
export interface MailTemplate {
  /** One line with `{{variables}}`. */
  readonly subject: string;
  /** Markdown with `{{variables}}`. A link alone in its paragraph becomes a button. Raw HTML is shown, not used. */
  readonly body: string;
  readonly variables: Variables;
  readonly organizationName: string;
  readonly footer: { readonly unsubscribeUrl: string | null; readonly address?: string | undefined };
  /** Says on top that a simulated learner caused this mail. */
  readonly simulated: boolean;
}

/** A mail in all its forms. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Variables without a value, shown as written: empty in a mail that may go out. */
  readonly missing: readonly string[];
}

const SIMULATED = 'Simulated: this message belongs to a demonstration learner.';
const QUIET =
  "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:13px;line-height:1.5;color:#60646c";

/**
 * Renders a mail, the same way for sending and for the preview in the browser (no Node in here). The same template and
 * variables always give the same bytes.
 */
export function renderMail(template: MailTemplate): RenderedMail {
  const placeholders = new Placeholders(template.variables);
  const subject = oneLine(placeholders.fill(placeholders.mark(template.subject)));
  const body = new MarkdownMail(template.body, placeholders);
  const content = body.html();
  const text = body.text();
  return {
    subject,
    html: layout(template, subject, content, oneLine(text).slice(0, 120)),
    text: `${template.simulated ? `[${SIMULATED}]\n\n` : ''}${text}\n\n-- \n${plainFooter(template)}\n`,
    missing: [...placeholders.missing],
  };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function plainFooter({ organizationName, footer }: MailTemplate): string {
  const unsubscribe = unsubscribeTarget(footer.unsubscribeUrl);
  return [organizationName, footer.address ?? '', unsubscribe === null ? '' : `Unsubscribe: ${unsubscribe}`]
    .filter((line) => line !== '')
    .join('\n');
}

function unsubscribeTarget(url: string | null): string | null {
  return url === null ? null : safeUrl(url);
}

function layout(template: MailTemplate, subject: string, content: string, preview: string): string {
  const { organizationName, footer, simulated } = template;
  const unsubscribe = unsubscribeTarget(footer.unsubscribeUrl);
  const note = simulated
    ? `<p style="margin:0 0 20px;padding:8px 12px;border-radius:8px;background:#fff7c2;${QUIET};color:#624c18">${SIMULATED}</p>`
    : '';
  const closing = [
    escapeHtml(organizationName),
    footer.address === undefined ? '' : escapeHtml(footer.address),
    unsubscribe === null
      ? ''
      : `<a href="${escapeHtml(unsubscribe)}" style="color:#60646c">Unsubscribe from this kind of mail</a>`,
  ].filter((line) => line !== '');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:0;background:#f9f9fb;color:#1c2024">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f9f9fb"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid #e8e8ec;border-radius:12px"><tr><td style="padding:32px 28px 16px;color:#1c2024;overflow-wrap:anywhere">
${note}<p style="margin:0 0 20px;${QUIET};font-weight:600">${escapeHtml(organizationName)}</p>
${content}
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px"><tr><td style="padding:20px 28px;${QUIET}">${closing.join('<br>')}</td></tr></table>
</td></tr></table>
</body></html>`;
}
