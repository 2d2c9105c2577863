import { WorkSlots } from './work-slots.ts';

const full = () => new Error('full');

describe('work slots', () => {
  it('never let more through than there are slots, and everybody in turn', async () => {
    const slots = new WorkSlots(2, 10);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const work = (n: number) =>
      slots.run(async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(n);
        running--;
      }, full);
    await Promise.all([0, 1, 2, 3, 4, 5].map(work));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('turn away who would wait behind too many', async () => {
    const slots = new WorkSlots(1, 1);
    let release = () => {};
    const first = slots.run(() => new Promise<void>((resolve) => (release = resolve)), full);
    const second = slots.run(async () => 'second', full);
    await expect(slots.run(async () => 'third', full)).rejects.toThrow('full');
    release();
    await first;
    expect(await second).toBe('second');
  });

  it('are free again after a failure', async () => {
    const slots = new WorkSlots(1, 1);
    await expect(slots.run(() => Promise.reject(new Error('no')), full)).rejects.toThrow('no');
    expect(await slots.run(async () => 'yes', full)).toBe('yes');
  });
});
