import { describe, expect, it, jest } from '@jest/globals';
import type { EffectOutcome } from '@gradus/flow';
import { playActingCase } from './acting-cases.ts';
import { ActingReference } from './acting-reference.ts';

jest.setTimeout(60_000);

const seeds = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

/** `npm run bench -- model` plays tens of thousands of these beside the others. */
describe('the engine and a reference written apart, with effects, conditions and orders inside of blocks', () => {
  it('take the same steps by the same ports at the same moments, in 300 random cases', () => {
    const differences = seeds(300).map((seed) => playActingCase(seed).difference);
    expect(differences.filter((difference) => difference !== null).slice(0, 2)).toEqual([]);
  });

  it('are compared for something: bodies come again, ways are blocked and called off, runs end', () => {
    const cases = seeds(300).map((seed) => playActingCase(seed));
    const places = cases.flatMap((one) => one.places);
    const left = cases.flatMap((one) => one.left);
    expect(places).toEqual(
      expect.arrayContaining(['completed', 'exited', expect.stringMatching(/^paused .*!/)]),
    );
    expect(places.some((place) => /! .*!/.test(place))).toBe(true);
    expect(left.some((line) => / 3 next /.test(line))).toBe(true);
    expect(new Set(left.map((line) => line.split(' ')[2]))).toEqual(new Set(['next', 'error', 'null']));
    expect(left.some((line) => line.includes('-yes '))).toBe(true);
  });

  it.each(['effect', 'retry', 'change', 'skip'] as const)('would show a fault of "%s"', (fault) => {
    class Wrong extends ActingReference {
      override effect(key: string, outcome: EffectOutcome, at: number): void {
        super.effect(key, fault === 'effect' && outcome === 'unknown' ? 'refused' : outcome, at);
      }
      override retry(step: string, visit: number): void {
        if (fault !== 'retry') super.retry(step, visit);
      }
      override change(step: string, visit: number, name: string, value: boolean): void {
        super.change(step, visit, name, fault === 'change' ? !value : value);
      }
      override skip(step: string, visit: number, at: number): void {
        if (fault !== 'skip') super.skip(step, visit, at);
      }
    }
    expect(seeds(300).some((seed) => playActingCase(seed, Wrong).difference !== null)).toBe(true);
  });
});
