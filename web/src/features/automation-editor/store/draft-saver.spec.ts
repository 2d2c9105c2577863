import { DraftSaver } from './draft-saver.ts';
import type { SaveAnswer, SaveState } from './draft-saver.ts';

function stage(answers: SaveAnswer[]) {
  const sent: { revision: number; operations: unknown[] }[] = [];
  const states: string[] = [];
  const timers: (() => void)[] = [];
  const saver = new DraftSaver<unknown>({
    revision: 7,
    send: (revision, operations) => {
      sent.push({ revision, operations: [...operations] });
      return Promise.resolve(answers.shift() ?? { kind: 'saved', revision: revision + 1 });
    },
    changed: (state: SaveState) => states.push(state.status),
    later: (work) => {
      timers.push(work);
      return () => void timers.splice(timers.indexOf(work), 1);
    },
  });
  const tick = async () => {
    timers.shift()?.();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { saver, sent, states, tick };
}

describe('DraftSaver', () => {
  it('gathers edits and sends them in order, each request on the revision before', async () => {
    const { saver, sent, states, tick } = stage([]);
    saver.add(['a']);
    saver.add(['b', 'c']);
    await tick();
    saver.add(['d']);
    await tick();
    expect(sent).toEqual([
      { revision: 7, operations: ['a', 'b', 'c'] },
      { revision: 8, operations: ['d'] },
    ]);
    expect(states.at(-1)).toBe('saved');
    expect(saver.revision).toBe(9);
  });

  it('keeps everything and repeats the same request when the server is away', async () => {
    const { saver, sent, states, tick } = stage([{ kind: 'away', detail: 'no network' }]);
    saver.add(['a']);
    await tick();
    expect(states.at(-1)).toBe('waiting');
    saver.add(['b']);
    await tick();
    await tick();
    expect(sent.slice(1)).toEqual([
      { revision: 7, operations: ['a'] },
      { revision: 8, operations: ['b'] },
    ]);
    expect(saver.unsaved).toEqual([]);
  });

  it('stops at a conflict, losing nothing, and goes on from where it is told', async () => {
    const { saver, sent, states, tick } = stage([{ kind: 'stale' }]);
    saver.add(['a']);
    await tick();
    saver.add(['b']);
    await tick();
    expect(states.at(-1)).toBe('conflict');
    expect(sent).toHaveLength(1);
    expect(saver.unsaved).toEqual(['a', 'b']);
    saver.restart(12, ['b']);
    await tick();
    expect(sent.at(-1)).toEqual({ revision: 12, operations: ['b'] });
  });

  it('sends all boxes of a large drawing at once, and large edits in as many requests as they need', async () => {
    const { saver, sent, tick } = stage([]);
    saver.add(Array.from({ length: 2_001 }, (_, n) => ({ type: n % 2 === 0 ? 'moveStep' : 'moveNote', n })));
    await tick();
    expect(sent.map(({ operations }) => operations.length)).toEqual([2_001]);
    const letter = 'x'.repeat(300_000);
    saver.add([letter, letter, 'last']);
    await tick();
    await tick();
    expect(sent.slice(1).map(({ operations }) => operations.length)).toEqual([1, 2]);
  });

  it('sends two hundred at once of what is more than a move, however many moves are between', async () => {
    const { saver, sent, tick } = stage([]);
    const rename = (n: number) => ({ type: 'renameStep', n });
    const move = (n: number) => ({ type: 'moveStep', n });
    saver.add(Array.from({ length: 401 }, (_, n) => [rename(n), move(n)]).flat());
    await tick();
    await tick();
    await tick();
    expect(sent.map(({ operations }) => operations.length)).toEqual([400, 400, 2]);
  });
});
