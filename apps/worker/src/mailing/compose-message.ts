import type { DataSource } from 'typeorm';
import { renderMail } from '@gradus/integrations/mail-render';
import { linkToken } from '@gradus/database';
import type { ClaimedMessage } from './claim-message.ts';
import { SYSTEM_MAILS } from './system-mails.ts';

export interface Composed {
  to: string;
  subject: string;
  html: string;
  text: string;
  unsubscribeUrl: string | null;
}

/** Why a message is not sent after all. */
export interface NotWanted {
  code: string;
  detail: string;
}

interface Addressee {
  email: string;
  name: string;
  zone: string;
  school: string;
  refused: boolean;
  disabled: boolean;
  simulated: boolean;
  course_id: string | null;
  course_title: string | null;
  credential_id: string | null;
  module_title: string | null;
  next_unlock: Date | null;
}

/** Everything a template may name, read at the moment of sending, so that a queued mail never carries a stale name. */
const ADDRESSEE = `
SELECT u.email, u.name, u.time_zone AS zone, o.name AS school, m.marketing_refused_at IS NOT NULL AS refused,
       u.disabled_at IS NOT NULL AS disabled, u.simulated, e.course_id, c.title AS course_title, k.id AS credential_id,
       (SELECT mo.title FROM modules mo WHERE mo.course_version_id = e.course_version_id AND mo.key = $3) AS module_title,
       (SELECT min(COALESCE(mu.unlock_at, mu.expected_at)) FROM module_unlocks mu
         WHERE mu.enrollment_id = e.id AND COALESCE(mu.unlock_at, mu.expected_at) > clock_timestamp()) AS next_unlock
  FROM messages g
  JOIN users u ON u.id = g.user_id
  JOIN organizations o ON o.id = g.organization_id
  LEFT JOIN memberships m ON m.organization_id = g.organization_id AND m.user_id = g.user_id
  LEFT JOIN runs r ON r.id = g.run_id
  LEFT JOIN enrollments e ON e.id = r.enrollment_id
  LEFT JOIN courses c ON c.id = e.course_id
  LEFT JOIN credentials k ON k.enrollment_id = e.id
 WHERE g.id = $1 AND g.organization_id = $2`;

/** Renders a claimed message, or says why it is not wanted any more (consent is asked now, not when it was queued). */
export async function composeMessage(
  dataSource: DataSource,
  message: ClaimedMessage,
  settings: { publicUrl: string; linkSecret: string },
): Promise<Composed | NotWanted> {
  if (message.expired)
    return { code: 'message.too-late', detail: 'It was not delivered before it stopped being useful.' };
  if (message.unwanted)
    return { code: 'message.run-ended', detail: 'The run it belonged to was ended, or the step was left.' };
  const template = await templateOf(dataSource, message);
  if (!template)
    return { code: 'message.template-missing', detail: 'The step it came from has no mail any more.' };
  const [person] = await dataSource.query<Addressee[]>(ADDRESSEE, [
    message.id,
    message.organizationId,
    template.module,
  ]);
  if (!person || person.disabled)
    return { code: 'message.account-closed', detail: 'The account was closed.' };
  if (message.category === 'marketing' && person.refused)
    return { code: 'message.no-consent', detail: 'The person has unsubscribed from marketing mail.' };
  const unsubscribe = linkToken(
    settings.linkSecret,
    'unsubscribe',
    `${message.organizationId}~${message.userId}`,
  );
  const unsubscribeUrl =
    message.category === 'marketing' ? `${settings.publicUrl}/unsubscribe?token=${unsubscribe}` : null;
  const rendered = renderMail({
    subject: template.subject,
    body: template.body,
    variables: variablesFor(person, message, settings),
    organizationName: person.school,
    footer: { unsubscribeUrl },
    simulated: person.simulated,
  });
  const { missing, ...mail } = rendered;
  if (missing.length > 0)
    return {
      code: 'message.variable-missing',
      detail: `The mail names ${missing.join(', ')}, which has no value here.`,
    };
  return { to: person.email, ...mail, unsubscribeUrl };
}

interface Template {
  subject: string;
  body: string;
  /** Key of the module that the mail is about: the last one released before this step. */
  module: string | null;
}

async function templateOf(dataSource: DataSource, message: ClaimedMessage): Promise<Template | null> {
  if (message.purpose !== 'step') return { ...SYSTEM_MAILS[message.purpose], module: null };
  const [row] = await dataSource.query<Array<{ subject: string; body: string; module: string | null }>>(
    `SELECT v.definition->'steps'->$2->'config'->>'subject' AS subject, v.definition->'steps'->$2->'config'->>'body' AS body,
            (SELECT e.data->>'module' FROM run_events e
              WHERE e.run_id = $3 AND e.type = 'released'
                AND e.seq < COALESCE((SELECT min(seq) FROM run_events WHERE run_id = $3 AND type = 'message' AND data->>'key' = $4), 2147483647)
              ORDER BY e.seq DESC LIMIT 1) AS module
       FROM automation_versions v WHERE v.id = $1`,
    [message.versionId, message.stepId, message.runId, message.key],
  );
  return row?.subject ? row : null;
}

function variablesFor(
  person: Addressee,
  message: ClaimedMessage,
  { publicUrl, linkSecret }: { publicUrl: string; linkSecret: string },
): Record<string, string> {
  const course = person.course_id ? `${publicUrl}/courses/${person.course_id}` : publicUrl;
  const { tokenId } = message.payload;
  const linked = (purpose: 'verify-email' | 'reset-password', path: string) =>
    tokenId ? `${publicUrl}${path}?token=${linkToken(linkSecret, purpose, tokenId)}` : publicUrl;
  return {
    'person.name': person.name,
    'course.title': person.course_title ?? message.payload['courseTitle'] ?? '',
    'module.title': person.module_title ?? '',
    'school.name': person.school,
    'links.course': course,
    'links.module': `${course}/learn`,
    'links.certificate': person.credential_id ? `${publicUrl}/credentials/${person.credential_id}` : course,
    'links.verify': linked('verify-email', '/verify-email'),
    'links.reset': linked('reset-password', '/reset-password'),
    'links.signIn': `${publicUrl}/sign-in`,
    'dates.next': person.next_unlock ? inWords(person.next_unlock, person.zone) : 'soon',
  };
}

function inWords(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: zone }).format(
    at,
  );
}
