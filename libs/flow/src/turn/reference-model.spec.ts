import { describe, expect, it, jest } from '@jest/globals';
import { differenceOf, playCase } from '../../../../bench/src/model/cases.ts';
import { Reference } from '../../../../bench/src/model/reference.ts';

jest.setTimeout(60_000);

/** `npm run bench -- model` plays a hundred thousand of these. */
describe('the engine and a reference written apart', () => {
  it('take the same steps by the same ports at the same moments, in 400 random cases', () => {
    const differences = Array.from({ length: 400 }, (_, seed) => differenceOf(seed + 1));
    expect(differences.filter((difference) => difference !== null)).toEqual([]);
  });

  it('are compared for something: steps are left, runs block, end and go round', () => {
    const cases = Array.from({ length: 200 }, (_, seed) => playCase(seed + 1));
    const left = cases.flatMap((one) => one.left);
    expect(left.length).toBeGreaterThan(800);
    expect(new Set(left.map((line) => line.split(' ')[2]))).toEqual(
      new Set(['next', 'timeout', 'error', 'null']),
    );
    expect(left.some((line) => line.split(' ')[1] === '3')).toBe(true);
    const places = cases.map(({ place }) => place);
    expect(places).toEqual(
      expect.arrayContaining(['completed', 'exited', expect.stringMatching(/blocked$/)]),
    );
  });

  it.each([
    ['a time-out before the event of the same instant', 'time'],
    ['an event that is not heard', 'event'],
    ['a mail whose refusal passes for its delivery', 'effect'],
    ['a skip that does nothing', 'skip'],
  ] as const)('would show %s', (_, fault) => {
    class Wrong extends Reference {
      override time(until: number, including: boolean): void {
        super.time(until, including || fault === 'time');
      }
      override event(type: string, at: number): void {
        if (fault !== 'event') super.event(type, at);
      }
      override effect(...[key, outcome, at]: Parameters<Reference['effect']>): void {
        super.effect(key, fault === 'effect' && outcome === 'refused' ? 'done' : outcome, at);
      }
      override skip(at: number): void {
        if (fault !== 'skip') super.skip(at);
      }
    }
    const shown = Array.from({ length: 200 }, (__, seed) => differenceOf(seed + 1, Wrong));
    expect(shown.some((difference) => difference !== null)).toBe(true);
  });
});
