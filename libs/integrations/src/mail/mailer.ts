/** One mail, ready to go. */
export interface OutgoingMail {
  /** The whole Message-ID with angle brackets, derived from the effect key: the receiver's means to know a repeat. */
  readonly messageId: string;
  readonly to: string;
  /** `Name <address>` or an address. */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Set for marketing mail: one POST there, without signing in, must unsubscribe (RFC 8058). */
  readonly unsubscribeUrl: string | null;
}

/** Sending mail, at least once: after an error that is not definitive the mail may have gone out. */
export interface Mailer {
  /**
   * Hands a mail to the mail server and answers what the server said.
   *
   * @throws MailUnavailableError when trying again later may help (same Message-ID)
   * @throws MailRefusedError when the server will never take this mail
   */
  send(mail: OutgoingMail): Promise<{ response: string }>;
  /** Lets go of all connections. */
  close(): Promise<void>;
}

/** No connection, a lost one, or a reply of the 400s. */
export class MailUnavailableError extends Error {
  override readonly name = 'MailUnavailableError';
  readonly code: 'mail.unreachable' | 'mail.timeout' | 'mail.deferred';
  /** The SMTP reply code, when there was one. */
  readonly responseCode: number | null;

  constructor(
    message: string,
    options: { code: MailUnavailableError['code']; responseCode?: number | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.responseCode = options.responseCode ?? null;
  }
}

/** A reply of the 500s (no such mailbox, refused sender ...), wrong sign-in, or an address that is none. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
  readonly code: 'mail.recipient_refused' | 'mail.message_refused' | 'mail.unauthorized' | 'mail.bad_address';
  readonly responseCode: number | null;

  constructor(
    message: string,
    options: { code: MailRefusedError['code']; responseCode?: number | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.responseCode = options.responseCode ?? null;
  }
}
