import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { compile } from '../../compile/compile.ts';
import { CATALOGUE } from '../../testing/drawings.ts';
import { definitions, disturbances, eventsOf, lives } from '../../testing/generated.ts';
import { ENROLLED } from '../../testing/learner.ts';
import { DAY } from '../../time/durations.ts';
import { nextInput } from '../../turn/next-input.ts';
import { reduce } from '../../turn/reduce.ts';
import { initialState } from '../initial-state.ts';
import { STATE_SCHEMA, type RunState } from '../state.ts';
import { type SavedState, readState, saveState } from './saved-state.ts';

jest.setTimeout(60_000);

/** As `jsonb` gives it back: undefined is gone, and so is the order of names. */
function throughDatabase({ state, trail }: SavedState): SavedState {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [name, sorted(inner)]);
    return Object.fromEntries(entries.toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)));
  };
  return { state: sorted(JSON.parse(JSON.stringify(state))), trail };
}

const ID = '00000000-0000-4000-8000-000000000001';
const fresh = initialState(ID, ENROLLED);

describe('a saved state', () => {
  it('comes back as it was after every turn of any run, whatever it was saved over', () => {
    fc.assert(
      fc.property(definitions(), lives, disturbances, (definition, facts, disturbing) => {
        const compiled = compile(definition, CATALOGUE, 'v1');
        fc.pre(compiled.ok);
        let state = initialState(ID, ENROLLED);
        let saved = saveState(state, null);
        let pending = [{ kind: 'started' as const, at: ENROLLED }, ...eventsOf(facts), ...disturbing];
        for (let day = 0; day <= 150; day += 3) {
          const now = ENROLLED + day * DAY;
          const before = readState(ID, saved);
          for (;;) {
            const due = pending.filter(({ at }) => at <= now);
            const input = nextInput(state, due, now);
            if (input === null) break;
            const taken = due.find((one) => one.kind === input.kind && idOf(one) === idOf(input));
            pending = pending.filter((one) => one !== taken);
            state = reduce(compiled.plan, state, input, facts, now).state;
          }
          saved = throughDatabase(saveState(state, { state: before, trail: saved.trail }));
          expect(readState(ID, saved)).toEqual(JSON.parse(JSON.stringify(state)));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leaves out what is usual, and a turn writes before what was there', () => {
    const first: RunState = { ...fresh, visits: { start: 1, open: 2 }, releases: { one: 5 } };
    const saved = saveState({ ...first, lastRelease: { module: 'one', at: 5 } }, null);
    expect(saved).toEqual({
      state: { schema: STATE_SCHEMA, startedAt: ENROLLED, clock: ENROLLED, tokens: [] },
      trail: '[[5,"one"],["open",2],"start"]',
    });
    const next = { ...first, visits: { ...first.visits, mail: 1 }, releases: { one: 5, two: 7 } };
    const after = saveState(next, { state: readState(ID, saved), trail: saved.trail });
    expect(after.trail).toBe('[[7,"two"],"mail",[5,"one"],["open",2],"start"]');
    expect(after.state).toMatchObject({ lastRelease: null });
    expect(readState(ID, after)).toEqual(next);
  });

  it('says which module was opened last, however often they are opened and closed between two saves', () => {
    const act = fc.record({
      module: fc.constantFrom('one', 'two', 'three'),
      opens: fc.boolean(),
      pause: fc.nat(1),
    });
    fc.assert(
      fc.property(fc.array(fc.array(act, { maxLength: 4 }), { maxLength: 8 }), (turns) => {
        let state: RunState = fresh;
        let saved = throughDatabase(saveState(state, null));
        let at = ENROLLED;
        for (const acts of turns) {
          const before = readState(ID, saved);
          state = before;
          for (const { module, opens, pause } of acts) {
            at += pause;
            const { [module]: _, ...others } = state.releases;
            if (opens)
              state = {
                ...state,
                releases: { ...state.releases, [module]: at },
                lastRelease: { module, at },
              };
            else state = { ...state, releases: others };
          }
          saved = throughDatabase(saveState(state, { state: before, trail: saved.trail }));
          expect(readState(ID, saved)).toEqual(state);
        }
      }),
    );
  });

  it('is written anew when its trail says too much twice, or says what is no more', () => {
    let state: RunState = { ...fresh, visits: { a: 1, b: 1 } };
    let { trail } = saveState(state, null);
    for (let visit = 2; visit < 30; visit += 1) {
      const next = { ...state, visits: { ...state.visits, a: visit } };
      trail = saveState(next, { state, trail }).trail;
      state = next;
      expect(trail.length).toBeLessThanOrEqual(2 * '["b",["a",29]]'.length);
      expect(readState(ID, { ...saveState(state, null), trail }).visits).toEqual({ a: visit, b: 1 });
    }
    const less = { ...state, visits: { b: 1 } };
    expect(saveState(less, { state, trail }).trail).toBe('["b"]');
  });

  it('of before is read, and put into the new form by the next turn', () => {
    const { schema: _newer, ...rest } = { ...fresh, visits: { start: 1 }, releases: { one: 5 } };
    const old = { ...rest, schema: 2, lastRelease: { module: 'one', at: 5 } };
    const read = readState(ID, { state: old, trail: '' });
    expect(read).toEqual({ ...old, schema: STATE_SCHEMA });
    const saved = saveState(read, { state: read, trail: '' });
    expect(saved.trail).toBe('[[5,"one"],"start"]');
    expect(readState(ID, throughDatabase(saved))).toEqual(read);
  });
});

const idOf = (input: object): unknown => ('id' in input ? input.id : 'key' in input ? input.key : null);
