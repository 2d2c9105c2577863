import { DomainError } from '../problems/domain-error.ts';

const SENTENCES = {
  unsigned: 'The call is not signed. Send webhook-id, webhook-timestamp and webhook-signature.',
  'too-old': 'The call was signed more than five minutes ago. Sign it anew when it is sent.',
  'too-new': 'The call was signed in the future. Set the clock of the sender.',
  wrong:
    'The signature does not fit. Sign the bytes that are sent, with the present secret of this automation.',
};

/** Nobody with the secret has signed this, or not lately. */
export class HookUnsignedError extends DomainError {
  constructor(because: keyof typeof SENTENCES) {
    super('hook.unsigned', 401, SENTENCES[because], { data: { because } });
  }
}

/** More than a hook takes. */
export class HookTooLargeError extends DomainError {
  constructor(bytes: number) {
    super('hook.too-large', 413, `A payload may have ${bytes} bytes. Send less.`);
  }
}

/** What tells calls apart is kept whole or not at all. */
export class HookIdTooLongError extends DomainError {
  constructor(characters: number) {
    super('hook.id-too-long', 422, `A webhook-id may have ${characters} characters. Send a shorter one.`);
  }
}

/** It is signed, and it is noted, but it does not say whom it is about. */
export class HookUnfitError extends DomainError {
  constructor(sentence: string) {
    super('hook.unfit', 422, sentence);
  }
}
