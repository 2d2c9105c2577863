import { Refresher } from './refresher.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('Refresher', () => {
  it('reads once more, not ten times, for what changed during a reading, and after a failed one too', async () => {
    const ends: ((error?: Error) => void)[] = [];
    const read = () =>
      new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
    const refresher = new Refresher(read, () => Promise.resolve());
    for (let i = 0; i < 10; i++) refresher.ask();
    expect(ends).toHaveLength(1);
    refresher.ask();
    ends[0]?.(new Error('the server is away'));
    await settle();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await settle();
    expect(ends).toHaveLength(2);
  });
});
