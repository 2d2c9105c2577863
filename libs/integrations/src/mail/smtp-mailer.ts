import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { MailRefusedError, MailUnavailableError, type Mailer, type OutgoingMail } from './mailer.ts';

/** How to reach the mail server. */
export interface SmtpOptions {
  /** `smtp://host:port` or `smtps://user:password@host`. */
  readonly url: string;
  /** Bounds connecting, greeting and every silence on the line; must lie below the activity's own timeout. */
  readonly timeoutMs: number;
  /** Connections kept open; default 4. */
  readonly connections?: number;
}

/** Mail over SMTP with a pool of connections. */
export class SmtpMailer implements Mailer {
  readonly #transport: Transporter<SMTPPool.SentMessageInfo>;

  constructor(options: SmtpOptions) {
    const { protocol, hostname, port, username, password } = new URL(options.url);
    const secure = protocol === 'smtps:';
    this.#transport = createTransport({
      pool: true,
      maxConnections: options.connections ?? 4,
      // One send is one attempt: the pool shall not queue a mail again by itself when a line was closed.
      maxRequeues: 0,
      host: hostname,
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      auth:
        username === ''
          ? undefined
          : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      connectionTimeout: options.timeoutMs,
      greetingTimeout: options.timeoutMs,
      socketTimeout: options.timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(mail: OutgoingMail): Promise<{ response: string }> {
    const { unsubscribeUrl, messageId, to, from, subject, text, html } = mail;
    try {
      const sent = await this.#transport.sendMail({
        messageId,
        to,
        from,
        subject,
        text,
        html,
        ...(unsubscribeUrl === null ? {} : oneClick(unsubscribeUrl)),
      });
      return { response: sent.response };
    } catch (error) {
      throw translate(error);
    }
  }

  close(): Promise<void> {
    this.#transport.close();
    return Promise.resolve();
  }
}

function oneClick(url: string) {
  return {
    list: { unsubscribe: { url, comment: '' } },
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

interface SmtpFailure {
  readonly message: string;
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

/** Maps by reply code first: 4xx come back, 5xx do not; without a reply nothing is known, so it is tried again. */
function translate(error: unknown): MailRefusedError | MailUnavailableError {
  const failure: SmtpFailure =
    error instanceof Object
      ? Object.assign({ message: '' }, error, { message: String(error) })
      : { message: String(error) };
  const { message, responseCode = null, code = '' } = failure;
  if (code === 'EAUTH' || responseCode === 535) {
    return new MailRefusedError(message, { code: 'mail.unauthorized', responseCode, cause: error });
  }
  if (responseCode !== null && responseCode >= 500) {
    const recipient = code === 'EENVELOPE' || failure.command === 'RCPT TO';
    return new MailRefusedError(message, {
      code: recipient ? 'mail.recipient_refused' : 'mail.message_refused',
      responseCode,
      cause: error,
    });
  }
  if (responseCode !== null) {
    return new MailUnavailableError(message, { code: 'mail.deferred', responseCode, cause: error });
  }
  if (code === 'EENVELOPE') return new MailRefusedError(message, { code: 'mail.bad_address', cause: error });
  return new MailUnavailableError(message, {
    code: code === 'ETIMEDOUT' ? 'mail.timeout' : 'mail.unreachable',
    cause: error,
  });
}
