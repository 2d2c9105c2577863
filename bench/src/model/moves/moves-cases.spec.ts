import { describe, expect, it, jest } from '@jest/globals';
import { playMovesCase } from './moves-cases.ts';
import { MovesReference, type EffectsAgain, type Publishing } from './moves-reference.ts';
import type { CallEnd, Position } from './positions.ts';
import type { How } from './walking.ts';

jest.setTimeout(60_000);

const seeds = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

const FAULTS = [
  ['a move that does again what was to be reused', 'move'],
  ['a retry under a new key that keeps the old one', 'retry'],
  ['a skip by another port', 'skip'],
  ['a date put off by a minute too little', 'postpone'],
  ['a release that waits for its time', 'releaseNow'],
  ['a variable that nobody set', 'change'],
  ['somebody kept who was to be sent elsewhere', 'redirect'],
  ['a date that is not counted anew', 'retime'],
  ['somebody who goes over at once, not at the next step', 'nextStep'],
  ['a called run whose end is taken for another', 'ended'],
  ['a called run that is not ended with the step left', 'depart'],
  ['an effect that was late and passes for called off', 'effect'],
] as const;

/** A reference that is wrong in one thing. */
function wrong(fault: (typeof FAULTS)[number][1]): typeof MovesReference {
  return class Wrong extends MovesReference {
    override move(step: string, visit: number, to: string, effects: EffectsAgain, at: number): boolean {
      return super.move(step, visit, to, fault === 'move' ? 'again' : effects, at);
    }
    override retry(step: string, visit: number, effects: EffectsAgain, at: number): boolean {
      return super.retry(step, visit, fault === 'retry' ? 'reuse' : effects, at);
    }
    override skip(step: string, visit: number, port: string | undefined, at: number): boolean {
      return super.skip(step, visit, fault === 'skip' ? 'next' : port, at);
    }
    override postpone(step: string, visit: number, to: number, seen: number | null, at: number): boolean {
      return super.postpone(step, visit, fault === 'postpone' ? to - 60_000 : to, seen, at);
    }
    override releaseNow(step: string, visit: number, at: number): boolean {
      return fault === 'releaseNow' ? false : super.releaseNow(step, visit, at);
    }
    override change(...[step, visit, name, value, at]: Parameters<MovesReference['change']>): boolean {
      return super.change(step, visit, fault === 'change' ? 'nothing' : name, value, at);
    }
    override publish({ version, scope, choices }: Publishing, at: number): boolean {
      const chosen = Object.entries(choices).map(([step, choice]): [string, typeof choice] => {
        if (fault === 'redirect' && choice.do === 'redirect') return [step, { do: 'keep' }];
        return [step, fault === 'retime' && choice.do === 'retime' ? { do: 'follow' } : choice];
      });
      const when = fault === 'nextStep' && scope === 'nextStep' ? 'now' : scope;
      return super.publish({ version, scope: when, choices: Object.fromEntries(chosen) }, at);
    }
    override ended(key: string, outcome: CallEnd, at: number): void {
      super.ended(key, fault === 'ended' && outcome === 'completed' ? 'ended' : outcome, at);
    }
    override effect(...[key, outcome, code, at]: Parameters<MovesReference['effect']>): void {
      const left = this.open.some((one) => one.key === key && one.left);
      super.effect(key, fault === 'effect' && left ? 'cancelled' : outcome, code, at);
    }
    protected override depart(...[one, port, at, how, keeps]: DepartArguments): void {
      super.depart(one, port, at, how, fault === 'depart' ? true : keeps);
    }
  };
}

type DepartArguments = [one: Position, port: string | null, at: number, how: How, callGoesOn?: boolean];

/** `npm run bench -- model` plays tens of thousands of these beside the others. */
describe('the engine and a reference written apart, with moves, migrations and calls of others', () => {
  it('take the same steps, ask for the same effects and answer orders alike, in 300 random cases', () => {
    const differences = seeds(300).map((seed) => playMovesCase(seed).difference);
    expect(differences.filter((difference) => difference !== null).slice(0, 2)).toEqual([]);
  });

  it('are at one where an order reaches into bodies that are walked by several versions at once', () => {
    expect(playMovesCase(711_992).difference).toBeNull();
  });

  it('are compared for something: every order fits, every decision is met, calls end in every way', () => {
    const cases = seeds(300).map((seed) => playMovesCase(seed));
    const orders = ['retry', 'skip', 'move', 'releaseNow', 'postpone', 'exit', 'pause', 'resume'];
    expect(new Set(cases.flatMap(({ accepted }) => accepted))).toEqual(
      new Set([...orders, 'changeVariable']),
    );
    const lines = cases.flatMap((one) => one.lines);
    const decided = lines.flatMap((line) => /^moved \S+ \d+ (\w+)/.exec(line)?.[1] ?? []);
    const fates = ['kept', 'followed', 'retimed', 'redirected', 'marked', 'exited'];
    expect(new Set(decided)).toEqual(new Set(fates));
    for (const port of ['next', 'timeout', 'error', 'ended', 'not-started', 'null'])
      expect(lines).toContainEqual(expect.stringMatching(`^left b\\d+ \\d+ ${port} `));
    for (const word of ['ends b', 'late run:b', 'calls off run:b', 'in doubt run:b'])
      expect(lines).toContainEqual(expect.stringMatching(`^${word}`));
    const places = cases.flatMap((one) => one.places);
    for (const place of [
      /^completed$/,
      /^exited$/,
      /^ending /,
      /^paused .*!/,
      /@v1.*@v3|@v3.*@v1/,
      /,.*,.*,/,
    ])
      expect(places).toContainEqual(expect.stringMatching(place));
  });

  it.each(FAULTS)('would show %s', (_, fault) => {
    const shown = seeds(400).some((seed) => playMovesCase(seed, wrong(fault)).difference !== null);
    expect(shown).toBe(true);
  });
});
