import { describe, expect, it } from '@jest/globals';
import type { Input } from '../model/inputs.ts';
import { STATE_SCHEMA } from '../model/state.ts';
import { chain, planOf, waitStep } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';
import { nextInput, sleepUntil } from './next-input.ts';
import { StateTooNewError, StateUnreadableError, upgradeState } from '../model/upgrades/state-upgrades.ts';
import { waitsOf } from './waits-of.ts';

const day = (n: number) => ENROLLED + n * DAY;
const event = (id: string, at: number): Input => ({
  kind: 'event',
  at,
  id,
  type: 'lesson.completed',
  data: {},
});
const { state, plan } = new Driver(
  planOf(chain({ pause: waitStep(5) }, ['enrollment.cancelled', 'enrollment.cancelled'])),
);

describe('nextInput', () => {
  it('takes what happened first, whatever the order of arrival', () => {
    expect(nextInput(state, [event('b', day(2)), event('a', day(1))], day(9))).toEqual(event('a', day(1)));
  });

  it('keeps the order given among equal times', () => {
    const command: Input = { kind: 'command', at: day(1), id: 'c', command: { name: 'pause' } };
    expect(nextInput(state, [command, event('a', day(1))], day(9))).toEqual(command);
    expect(nextInput(state, [event('a', day(1)), command], day(9))).toEqual(event('a', day(1)));
  });

  it('lets time pass only when a deadline is strictly earlier', () => {
    expect(nextInput(state, [event('a', day(5))], day(9))).toEqual(event('a', day(5)));
    expect(nextInput(state, [event('a', day(5) + 1)], day(9))).toEqual({ kind: 'time', at: day(5) });
  });

  it('never goes back behind the clock nor ahead of now', () => {
    expect(nextInput(state, [event('a', day(-3))], day(9))?.at).toBe(state.clock);
    expect(nextInput(state, [event('a', day(7))], day(3))?.at).toBe(day(3));
  });

  it('hands back what the caller keeps on an input', () => {
    expect(nextInput(state, [{ ...event('a', day(1)), row: 7 }], day(9))).toMatchObject({ row: 7 });
  });

  it('is null when nothing is due', () => {
    expect(nextInput(state, [], day(4))).toBeNull();
    expect(sleepUntil(state)).toBe(day(5));
  });
});

describe('waitsOf', () => {
  it('names exits once, and nothing after the end', () => {
    expect(waitsOf(plan, state)).toEqual([{ stepId: 'start', visit: 0, eventType: 'enrollment.cancelled' }]);
    const finished = { at: day(1), outcome: 'exited' as const, reason: null };
    expect(waitsOf(plan, { ...state, finished })).toEqual([]);
  });
});

describe('upgradeState', () => {
  it('leaves the present schema alone and refuses what it does not know', () => {
    expect(upgradeState(state)).toEqual(state);
    expect(() => upgradeState({ ...state, schema: STATE_SCHEMA + 1 })).toThrow(StateTooNewError);
    expect(() => upgradeState({ ...state, schema: 0 })).toThrow(StateUnreadableError);
    expect(() => upgradeState('state')).toThrow(StateUnreadableError);
  });
});
