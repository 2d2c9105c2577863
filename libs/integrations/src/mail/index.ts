export { MailRefusedError, MailUnavailableError, type Mailer, type OutgoingMail } from './mailer.ts';
export { SmtpMailer, type SmtpOptions } from './smtp-mailer.ts';
export { renderMail, type MailTemplate, type RenderedMail } from './render.ts';
