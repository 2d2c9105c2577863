import { describe, expect, it, jest } from '@jest/globals';
import { playBlockCase } from './block-cases.ts';
import { BlockReference, type Choice } from './block-reference.ts';

jest.setTimeout(60_000);

const seeds = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

/** `npm run bench -- model` plays a hundred thousand of these beside the others. */
describe('the engine and a reference written apart, with blocks, pauses and a second version', () => {
  it('take the same steps by the same ports at the same moments, in 300 random cases', () => {
    const differences = seeds(300).map((seed) => playBlockCase(seed).difference);
    expect(differences.filter((difference) => difference !== null).slice(0, 2)).toEqual([]);
  });

  it('are compared for something: several stand, runs are paused, ways are called off, runs end', () => {
    const cases = seeds(200).map((seed) => playBlockCase(seed));
    const places = cases.flatMap((one) => one.places);
    expect(places.some((place) => place.split(' ').length >= 3)).toBe(true);
    expect(places).toEqual(
      expect.arrayContaining(['completed', 'exited', expect.stringMatching(/^paused /)]),
    );
    const ports = new Set(cases.flatMap(({ left }) => left.map((line) => line.split(' ')[1])));
    expect(ports).toEqual(new Set(['next', 'timeout', 'null']));
  });

  it.each(['pause', 'resume', 'publish', 'event'] as const)('would show a fault of "%s"', (fault) => {
    class Wrong extends BlockReference {
      override pause(at: number): void {
        super.pause(fault === 'pause' ? at - 3_600_000 : at);
      }
      override resume(at: number): void {
        super.resume(fault === 'resume' ? at + 3_600_000 : at);
      }
      override publish(choice: Choice, at: number): void {
        super.publish(fault === 'publish' && choice === 'retime' ? 'follow' : choice, at);
      }
      override event(type: string, at: number): void {
        if (fault !== 'event') super.event(type, at);
      }
    }
    expect(seeds(300).some((seed) => playBlockCase(seed, Wrong).difference !== null)).toBe(true);
  });
});
