/** An error as the API answers it. */
export class StripeFault extends Error {
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  /** @param details `type` (default invalid_request_error), `code`, `param`, `decline_code` ... as Stripe has them */
  constructor(status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.details = { type: 'invalid_request_error', ...details };
  }

  /** The JSON body. */
  body(): { error: Record<string, unknown> } {
    return { error: { ...this.details, message: this.message } };
  }
}

/** 404 with `resource_missing`. */
export function noSuch(kind: string, id: string): StripeFault {
  return new StripeFault(404, `No such ${kind}: '${id}'`, { code: 'resource_missing', param: 'id' });
}

/** 400 with `parameter_missing`. */
export function missing(param: string): StripeFault {
  return new StripeFault(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param });
}
