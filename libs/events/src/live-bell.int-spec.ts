import { afterEach, describe, expect, it } from '@jest/globals';
import { type LiveBell, PostgresLiveBell, RedisLiveBell } from './index.ts';

const { DATABASE_URL, REDIS_URL } = process.env;

const bells: Array<[string, () => LiveBell]> = [
  ['PostgreSQL', () => new PostgresLiveBell(DATABASE_URL!)],
  ...(REDIS_URL ? [['Redis', () => new RedisLiveBell(REDIS_URL)] as [string, () => LiveBell]] : []),
];

describe.each(bells)('the live bell over %s', (_name, make) => {
  const open: LiveBell[] = [];
  const bell = () => {
    const made = make();
    open.push(made);
    return made;
  };
  afterEach(() => Promise.all(open.splice(0).map((made) => made.close())));

  const heard = async (listener: LiveBell, count: number, act: () => Promise<void>): Promise<string[]> => {
    const topics: string[] = [];
    let done: () => void = () => {};
    const all = new Promise<void>((resolve) => (done = resolve));
    const unsubscribe = await listener.subscribe((topic) => {
      topics.push(topic);
      if (topics.length >= count) done();
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await act();
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 3_000))]);
    await unsubscribe();
    return topics;
  };

  it('reaches another process', async () => {
    const speaker = bell();
    expect(await heard(bell(), 2, () => speaker.publish(['run:1', 'work:2']))).toEqual(['run:1', 'work:2']);
  });

  it('carries more topics than one notice holds', async () => {
    const speaker = bell();
    const many = Array.from({ length: 250 }, (_, index) => `run:${index}`);
    expect((await heard(bell(), 250, () => speaker.publish(many))).length).toBe(250);
  });

  it('does not mind having nothing to say', async () => {
    await expect(bell().publish([])).resolves.toBeUndefined();
  });
});

describe('a live bell whose server is away', () => {
  it('never throws: a lost notice costs a screen a moment, not a fact', async () => {
    for (const away of [
      new RedisLiveBell('redis://127.0.0.1:9'),
      new PostgresLiveBell('postgres://x:y@127.0.0.1:9/z'),
    ]) {
      await expect(away.publish(['run:1'])).resolves.toBeUndefined();
      await away.close();
    }
  });
});
