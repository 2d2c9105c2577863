import { mailLinks, renderMail, renderNotice, sayNextOpening } from '@gradus/integrations/mail-render';
import { linkToken } from '@gradus/database';
import type { ClaimedMessage } from './claim-message.ts';
import { SYSTEM_MAILS } from './system-mails.ts';

export interface Composed {
  /** Null: it goes out by no mail. */
  to: string | null;
  subject: string;
  html: string;
  text: string;
  unsubscribeUrl: string | null;
  /** As it is shown in-app. */
  notice: { title: string; body: string; path: string | null };
}

/** Why a message is not sent after all. */
export interface NotWanted {
  code: string;
  detail: string;
}

/** Renders a claimed message, or says why it is not wanted any more (consent is asked now, not when it was queued). */
export function composeMessage(
  message: ClaimedMessage,
  settings: { publicUrl: string; linkSecret: string },
): Composed | NotWanted {
  if (message.expired)
    return { code: 'message.too-late', detail: 'It was not delivered before it stopped being useful.' };
  if (message.unwanted)
    return {
      code: 'message.run-ended',
      detail: 'The run it belonged to was ended, the step was left, or the task is closed.',
    };
  const template = message.purpose === 'step' ? message : SYSTEM_MAILS[message.purpose];
  if (!template.subject)
    return { code: 'message.template-missing', detail: 'The step it came from has no mail any more.' };
  const byMail = message.channel !== 'inApp';
  if (message.disabled || (byMail && !message.email))
    return { code: 'message.account-closed', detail: 'The account was closed.' };
  if (message.category === 'marketing' && message.refused)
    return { code: 'message.no-consent', detail: 'The person has unsubscribed from marketing mail.' };
  const unsubscribe = linkToken(
    settings.linkSecret,
    'unsubscribe',
    `${message.organizationId}~${message.userId}`,
  );
  const unsubscribeUrl =
    message.category === 'marketing' ? `${settings.publicUrl}/unsubscribe?token=${unsubscribe}` : null;
  const text = {
    subject: template.subject,
    body: template.body ?? '',
    variables: variablesFor(message, settings),
  };
  const rendered = renderMail({
    ...text,
    organizationName: message.school,
    footer: { unsubscribeUrl },
    simulated: message.personSimulated,
  });
  const { missing, ...mail } = rendered;
  if (missing.length > 0)
    return {
      code: 'message.variable-missing',
      detail: `The mail names ${missing.join(', ')}, which has no value here.`,
    };
  const { title, body } = renderNotice(text);
  const path = pathOf(message);
  return { to: byMail ? message.email : null, ...mail, unsubscribeUrl, notice: { title, body, path } };
}

/** Where a notice leads. */
function pathOf(message: ClaimedMessage): string | null {
  if (message.purpose === 'checkout') return '/payments';
  if (message.taskId) return `/tasks/${message.taskId}`;
  if (message.purpose === 'certificate-revoked' && message.credentialId)
    return `/credentials/${message.credentialId}`;
  if (!message.courseId) return null;
  const { assessmentId } = message.payload;
  const course = `/courses/${message.courseId}`;
  return assessmentId ? `${course}/assignments/${assessmentId}` : course;
}

/** Why somebody is told of a task. */
const TOLD: Readonly<Record<string, string>> = {
  asked: 'Somebody has to see to this:',
  delegated: 'This was handed on to you:',
  reminder: 'This is still open, and soon due:',
  escalation: 'Nobody has seen to this yet, so it comes to you, too:',
};

function variablesFor(
  message: ClaimedMessage,
  { publicUrl, linkSecret }: { publicUrl: string; linkSecret: string },
): Record<string, string> {
  const { tokenId } = message.payload;
  const linked = (purpose: 'verify-email' | 'reset-password', path: string) =>
    tokenId ? `${publicUrl}${path}?token=${linkToken(linkSecret, purpose, tokenId)}` : publicUrl;
  return {
    'person.name': message.name,
    'course.title': message.courseTitle ?? message.payload['courseTitle'] ?? '',
    'module.title': message.moduleTitle ?? '',
    'school.name': message.school,
    ...mailLinks(publicUrl, message.courseId, message.credentialId),
    'assignment.title': message.payload['assignmentTitle'] ?? '',
    'links.assignment': `${publicUrl}${pathOf(message) ?? ''}`,
    'revocation.reason': message.payload['reason'] ?? '',
    'grade.was': message.payload['was'] ?? '',
    'grade.is': message.payload['is'] ?? '',
    'grade.reason': message.payload['reason'] ?? '',
    'task.title': message.subject ?? '',
    'task.person': message.taskPerson ?? '',
    'task.details': message.taskDetails ?? '',
    'task.because': TOLD[message.payload['because'] ?? ''] ?? TOLD['asked']!,
    'links.task': message.taskId ? `${publicUrl}/tasks/${message.taskId}` : publicUrl,
    'links.payments': `${publicUrl}/payments`,
    'checkout.title': message.payload['title'] ?? '',
    'checkout.price': message.payload['price'] ?? '',
    'links.verify': linked('verify-email', '/verify-email'),
    'links.reset': linked('reset-password', '/reset-password'),
    'links.signIn': `${publicUrl}/sign-in`,
    'dates.next': sayNextOpening(message.nextUnlock, message.zone),
  };
}
