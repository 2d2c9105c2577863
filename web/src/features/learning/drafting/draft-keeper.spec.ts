import { DraftKeeper, type LocalCopy } from './draft-keeper.ts';

function setUp(server: { body: string; savedAt: string | null }, kept: LocalCopy | null = null) {
  let copy = kept;
  let due: { work: () => void; ms: number } | null = null;
  let broken = false;
  const saved: string[] = [];
  const keeper = new DraftKeeper(server, {
    save: async (body) => {
      if (broken) throw new Error('the server is away');
      saved.push(body);
      return { savedAt: '2026-11-20T12:00:00Z' };
    },
    local: {
      read: () => copy,
      write: (next) => (copy = next),
      clear: () => (copy = null),
    },
    later: (work, ms) => {
      due = { work, ms };
      return () => (due = null);
    },
    now: () => '2026-11-20T11:59:00Z',
  });
  const tick = async () => {
    const ms = due?.ms;
    due?.work();
    await new Promise((resolve) => setTimeout(resolve, 0));
    return ms;
  };
  return { keeper, saved, tick, copy: () => copy, breakServer: (yes: boolean) => (broken = yes) };
}

const empty = { body: '', savedAt: null };

describe('DraftKeeper', () => {
  it('saves once after a pause, and keeps a copy on the device until then', async () => {
    const { keeper, saved, tick, copy } = setUp(empty);
    keeper.write('A');
    keeper.write('A plan');
    expect(keeper.snapshot().state).toBe('unsaved');
    expect(copy()?.body).toBe('A plan');
    await tick();
    expect(saved).toEqual(['A plan']);
    expect(keeper.snapshot()).toMatchObject({ state: 'saved', savedAt: '2026-11-20T12:00:00Z' });
    expect(copy()).toBeNull();
  });

  it('tries a failed save again, ever more slowly, and loses nothing', async () => {
    const { keeper, saved, tick, copy, breakServer } = setUp(empty);
    breakServer(true);
    keeper.write('A plan');
    await tick();
    expect(keeper.snapshot().state).toBe('failed');
    expect(copy()?.body).toBe('A plan');
    expect(await tick()).toBe(2_000);
    expect(await tick()).toBe(4_000);
    breakServer(false);
    await tick();
    expect(saved).toEqual(['A plan']);
    expect(copy()).toBeNull();
  });

  it('goes on from the copy on the device when it is newer than the server', async () => {
    const { keeper, saved, tick } = setUp(
      { body: 'old', savedAt: '2026-11-20T10:00:00Z' },
      { body: 'newer', at: '2026-11-20T11:00:00Z' },
    );
    expect(keeper.snapshot()).toMatchObject({ text: 'newer', leftover: null });
    await tick();
    expect(saved).toEqual(['newer']);
  });

  it('offers an older copy instead of dropping it, when the server has something newer', () => {
    const { keeper, copy } = setUp(
      { body: 'from the phone', savedAt: '2026-11-20T12:00:00Z' },
      { body: 'kept here', at: '2026-11-20T11:00:00Z' },
    );
    expect(keeper.snapshot()).toMatchObject({ text: 'from the phone', leftover: 'kept here' });
    keeper.takeLeftover();
    expect(keeper.snapshot()).toMatchObject({ text: 'kept here', leftover: null, state: 'unsaved' });
    expect(copy()?.body).toBe('kept here');
  });

  it('saves nothing more once it was handed in', async () => {
    const { keeper, saved, copy } = setUp(empty);
    keeper.write('A plan');
    keeper.end();
    await keeper.flush();
    expect(saved).toEqual([]);
    expect(copy()).toBeNull();
  });
});
