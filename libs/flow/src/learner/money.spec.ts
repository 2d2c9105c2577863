import { describe, expect, it } from '@jest/globals';
import type { Facts, MoneyFact } from '../model/facts.ts';
import { paymentAt } from './money.ts';

const facts = (...told: Array<[MoneyFact['type'], object]>): Facts =>
  ({ money: told.map(([type, data], at) => ({ type, at, data })) }) as unknown as Facts;

describe('how payments stand', () => {
  const bought: [MoneyFact['type'], object] = ['payment.succeeded', { of: 'order' }];
  const refunded: [MoneyFact['type'], object] = ['payment.refunded', { of: 'order' }];

  it('is refunded once money was given back', () => {
    expect(paymentAt(facts(bought, refunded), 9)).toMatchObject({ paid: true, refunded: true });
  });

  it('is refunded no longer for whoever buys the place again', () => {
    expect(paymentAt(facts(bought, refunded, bought), 9)).toMatchObject({ paid: true, refunded: false });
    expect(paymentAt(facts(bought, refunded, bought), 1)).toMatchObject({ refunded: true });
  });

  it.each(['charge', 'subscription'])('stays refunded through a payment of a %s', (of) => {
    const other: [MoneyFact['type'], object] = ['payment.succeeded', { of }];
    expect(paymentAt(facts(bought, refunded, other), 9)).toMatchObject({ refunded: true });
  });
});
