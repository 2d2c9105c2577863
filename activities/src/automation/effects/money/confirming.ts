import { PaymentsRefusedError } from '@gradus/integrations/stripe';
import { EffectUnconfirmedError } from '../../../ledger/problems.ts';

/** Reads something at the provider by an id that a person found; that there is no such thing is no answer about our effect. */
export async function knownAs<Answer>(reading: Promise<Answer>, reference: string): Promise<Answer> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof PaymentsRefusedError) || error.code !== 'payments.not_found') throw error;
    throw new EffectUnconfirmedError(
      `The payment provider knows nothing called “${reference}”. Look the id up again, or retry the step.`,
    );
  }
}

/** What carries that id was made for something else. */
export function notOurs(reference: string): never {
  throw new EffectUnconfirmedError(
    `“${reference}” is not what this step did: the payment provider has another key of ours on it, or none.`,
  );
}

/** The provider has nothing with our key. */
export function notFound(): never {
  throw new EffectUnconfirmedError(
    'The payment provider knows nothing with the key of this step. If you see it there, give the id it has; else say that it did not happen.',
  );
}
