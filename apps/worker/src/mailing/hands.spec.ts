import { describe, expect, it } from '@jest/globals';
import { Hands } from './hands.ts';

describe('the hands of a worker', () => {
  it('are none before they are opened, and as many as were opened', () => {
    const hands = new Hands();
    expect(hands.hand()).toBeNull();
    hands.open(2, () => Promise.resolve());
    const [one, two] = [hands.hand(), hands.hand()];
    expect(one?.claim).not.toBe(two?.claim);
    expect(hands.hand()).toBeNull();
    one?.free();
    expect(hands.hand()).not.toBeNull();
  });

  it('carry one message each, and are free when it is delivered or could not be', async () => {
    const hands = new Hands();
    const carried: string[] = [];
    let deliver = (): void => {};
    hands.open(1, async ({ messageId, claim }) => {
      carried.push(`${messageId} ${claim}`);
      await new Promise<void>((resolve) => {
        deliver = resolve;
      });
    });
    const hand = hands.hand()!;
    hand.carry('m1');
    expect(carried).toEqual([`m1 ${hand.claim}`]);
    expect(hands.hand()).toBeNull();
    deliver();
    await new Promise(setImmediate);
    expect(hands.hand()).not.toBeNull();
  });

  it('take no more once they are closed, and say when what they have is delivered', async () => {
    const hands = new Hands();
    let goesOn: (() => boolean) | null = null;
    let deliver = (): void => {};
    hands.open(2, async (_handed, goOn) => {
      goesOn = goOn;
      await new Promise<void>((resolve) => {
        deliver = resolve;
      });
    });
    hands.hand()!.carry('m1');
    expect(goesOn!()).toBe(true);
    let closed = false;
    const closing = hands.close().then(() => {
      closed = true;
    });
    expect([goesOn!(), hands.hand()]).toEqual([false, null]);
    await new Promise(setImmediate);
    expect(closed).toBe(false);
    deliver();
    await closing;
  });
});
