/** Why a call must not or need not be made again as it is. */
export type CallRefusedCode =
  | 'call.address-unfit'
  | 'call.address-inside'
  | 'call.not-encrypted'
  | 'call.redirected'
  | 'call.rejected'
  | 'call.host-not-allowed'
  | 'call.signing-key-missing'
  | 'call.person-erased'
  | 'call.body-too-large';

/** A definitive no, of ours or of the receiver: somebody has to change something. */
export class CallRefusedError extends Error {
  override readonly name = 'CallRefusedError';
  readonly code: CallRefusedCode;
  constructor(code: CallRefusedCode, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** Why a call is worth trying again under the same key. */
export type CallFailedCode =
  'call.unreachable' | 'call.timed-out' | 'call.server-error' | 'call.rate-limited' | 'call.answer-too-large';

/** It did not come through, or nobody knows: the same key tells the receiver that it is the same call. */
export class CallFailedError extends Error {
  override readonly name = 'CallFailedError';
  readonly code: CallFailedCode;
  /** Milliseconds the receiver asked us to wait, when it said so. */
  readonly retryAfterMs: number | undefined;
  constructor(code: CallFailedCode, sentence: string, retryAfterMs?: number) {
    super(sentence);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
