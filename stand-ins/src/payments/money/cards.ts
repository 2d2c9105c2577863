import { newId, nowSeconds, type Store, type StripeObject } from '../store.ts';
import { StripeFault } from '../stripe-fault.ts';

/** What a card does when money is taken from it. */
interface CardConduct {
  /** Stripe's decline code; null: it pays. */
  readonly decline: string | null;
  readonly message: string;
  /** The holder has to prove who they are: nothing goes without them. */
  readonly asksHolder?: boolean;
  /** As wallets keep it: declined only once it is saved. */
  readonly onlySaved?: boolean;
}

/** What a card number does, as with Stripe's test cards. */
const CARDS: Readonly<Record<string, CardConduct>> = {
  '4242424242424242': { decline: null, message: '' },
  '4000000000000002': { decline: 'generic_decline', message: 'Your card was declined.' },
  '4000000000009995': { decline: 'insufficient_funds', message: 'Your card has insufficient funds.' },
  '4000000000000341': { decline: 'generic_decline', message: 'Your card was declined.', onlySaved: true },
  '4000002760003184': {
    decline: null,
    message: 'Your card was declined. This transaction requires authentication.',
    asksHolder: true,
  },
};

/** Numbers behind Stripe's test tokens and ready-made payment methods. */
const TOKENS: Readonly<Record<string, string>> = {
  tok_visa: '4242424242424242',
  tok_chargeDeclined: '4000000000000002',
  tok_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa: '4242424242424242',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_authenticationRequired: '4000002760003184',
};

/** The digits of a number or token as it was given. @throws StripeFault when it is no test card */
export function cardNumber(given: string): string {
  const number = TOKENS[given] ?? given.replace(/[\s-]/g, '');
  if (CARDS[number] !== undefined) return number;
  const details = { type: 'card_error', code: 'incorrect_number', param: 'number' };
  throw new StripeFault(402, 'Your card number is incorrect. Use one of the test cards.', details);
}

/** Why money cannot be taken; null: it can. */
export interface Declined {
  readonly code: string;
  readonly decline_code: string;
  readonly message: string;
}

/** Stripe's 402 for it. `about`: the objects that are in the answer. */
export function declinedFault({ message, ...details }: Declined, about: object = {}): StripeFault {
  return new StripeFault(402, message, { type: 'card_error', ...details, ...about });
}

/** What the card says to a payment. `saved`: the holder is not there. */
export function askCard(number: string, saved: boolean, switched: unknown = null): Declined | null {
  if (saved && typeof switched === 'string') {
    return { code: 'card_declined', decline_code: switched, message: 'Your card was declined.' };
  }
  const conduct = CARDS[number];
  if (conduct === undefined) return null;
  if (saved && conduct.asksHolder === true) {
    const code = 'authentication_required';
    return { code, decline_code: code, message: conduct.message };
  }
  if (conduct.decline === null || (conduct.onlySaved === true && !saved)) return null;
  return { code: 'card_declined', decline_code: conduct.decline, message: conduct.message };
}

/** Whether the holder, being there, is asked who they are. */
export function asksHolder(number: string): boolean {
  return CARDS[number]?.asksHolder === true;
}

/** Puts a saved card into the store. Its number is the twin's own note. */
export function saveCard(store: Store, number: string, customer: string | null): StripeObject {
  const card = { brand: 'visa', last4: number.slice(-4), exp_month: 12, exp_year: 2034 };
  return store.put({
    id: newId('pm'),
    object: 'payment_method',
    created: nowSeconds(),
    customer,
    livemode: false,
    metadata: {},
    type: 'card',
    card,
    _number: number,
    _decline: null,
  });
}
