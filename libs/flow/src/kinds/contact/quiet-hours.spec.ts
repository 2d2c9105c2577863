import { describe, expect, it } from '@jest/globals';
import type { Definition } from '../../model/definition.ts';
import { chain, mailStep, planOf, waitStep } from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { newcomer } from '../../testing/learner.ts';

const at = (iso: string) => Date.parse(iso);
const quiet = (zone: 'learner' | 'school', from = '21:00', to = '08:00'): Definition['settings'] => ({
  exitOn: [],
  quietHours: { from, to, zone },
});
const mailed = (settings: Definition['settings'], begun: string, facts = newcomer()) => {
  const plan = planOf({ ...chain({ mail: mailStep(), wait: waitStep(1) }), settings });
  const driver = new Driver(plan, facts, at(begun));
  return { driver, notBefore: driver.only('message')[0]?.notBefore };
};

describe('quiet hours', () => {
  it('keep the message, and let the learner go on', () => {
    const { driver, notBefore } = mailed(quiet('learner'), '2025-03-10T22:30:00Z');
    expect(notBefore).toBe(at('2025-03-11T07:00:00Z'));
    expect(driver.place).toBe('wait');
  });

  it('leave a message alone outside of them, and without any', () => {
    expect(mailed(quiet('learner'), '2025-03-10T12:00:00Z').notBefore).toBeNull();
    expect(mailed({ exitOn: [] }, '2025-03-10T22:30:00Z').notBefore).toBeNull();
  });

  it('do not use up the time in which a message is worth delivering', () => {
    const mail = mailStep();
    const plan = planOf({
      ...chain({ mail: { ...mail, config: { ...mail.config, validFor: { amount: 2, unit: 'hours' } } } }),
      settings: quiet('learner'),
    });
    const validUntil = (begun: string) =>
      new Driver(plan, newcomer(), at(begun)).only('message')[0]?.validUntil;
    expect(validUntil('2025-03-10T22:30:00Z')).toBe(at('2025-03-11T09:00:00Z'));
    expect(validUntil('2025-03-10T12:00:00Z')).toBe(at('2025-03-10T14:00:00Z'));
  });

  it('begin with their first minute and are over at their last', () => {
    expect(mailed(quiet('learner'), '2025-03-10T20:00:00Z').notBefore).toBe(at('2025-03-11T07:00:00Z'));
    expect(mailed(quiet('learner'), '2025-03-11T07:00:00Z').notBefore).toBeNull();
  });

  it('go by the clock they name', () => {
    expect(mailed(quiet('school'), '2025-03-10T22:30:00Z').notBefore).toBeNull();
    expect(mailed(quiet('school'), '2025-03-11T03:00:00Z').notBefore).toBe(at('2025-03-11T12:00:00Z'));
  });

  it('end by the new clock when it changes in the night', () => {
    expect(mailed(quiet('learner'), '2025-03-29T22:30:00Z').notBefore).toBe(at('2025-03-30T06:00:00Z'));
    expect(mailed(quiet('learner'), '2025-10-25T21:30:00Z').notBefore).toBe(at('2025-10-26T07:00:00Z'));
  });

  it('in a zone that nobody knows keep nothing', () => {
    const nowhere = newcomer({ learnerZone: 'Nowhere/Else' });
    expect(mailed(quiet('learner'), '2025-03-10T22:30:00Z', nowhere).notBefore).toBeNull();
  });
});
