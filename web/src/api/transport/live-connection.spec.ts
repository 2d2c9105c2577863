import { LiveConnection, type LiveStreamHandlers } from './live-connection.ts';

function setUp() {
  const opened: { url: URL; handlers: LiveStreamHandlers; closed: boolean }[] = [];
  let due: { work: () => void; ms: number } | null = null;
  let tickets = 0;
  let now = 0;
  const connection = new LiveConnection({
    ticket: async () => `ticket-${++tickets}`,
    open: (url, handlers) => {
      const stream = { url: new URL(url, 'http://gradus.test'), handlers, closed: false };
      opened.push(stream);
      return { close: () => (stream.closed = true) };
    },
    later: (work, ms) => {
      const mine = { work, ms };
      due = mine;
      return () => {
        if (due === mine) due = null;
      };
    },
    random: () => 1,
    now: () => now,
  });
  const tick = async () => {
    const next = due;
    due = null;
    next?.work();
    await new Promise((resolve) => setTimeout(resolve, 0));
    return next?.ms;
  };
  return { connection, opened, tick, pass: (ms: number) => (now += ms) };
}

const change = (topic: string) => JSON.stringify({ topic, seq: 1 });

describe('LiveConnection', () => {
  it('opens one stream for all topics, and another one when they change', async () => {
    const { connection, opened, tick } = setUp();
    connection.subscribe('work', () => undefined);
    const leave = connection.subscribe('run:1', () => undefined);
    await tick();
    expect(opened).toHaveLength(1);
    expect(opened[0]?.url.searchParams.get('topics')).toBe('run:1,work');
    leave();
    await tick();
    expect(opened[0]?.closed).toBe(true);
    expect(opened[1]?.url.searchParams.get('topics')).toBe('work');
  });

  it('tells only those who listen to the topic', async () => {
    const { connection, opened, tick } = setUp();
    const heard: string[] = [];
    connection.subscribe('work', () => heard.push('work'));
    connection.subscribe('run:1', () => heard.push('run'));
    await tick();
    opened[0]?.handlers.changed(change('run:1'), '7');
    opened[0]?.handlers.changed('not json', '8');
    expect(heard).toEqual(['run']);
  });

  it('comes back with a new ticket and the last event id, and has everything read again', async () => {
    const { connection, opened, tick } = setUp();
    let looks = 0;
    connection.subscribe('work', () => looks++);
    await tick();
    opened[0]?.handlers.opened();
    opened[0]?.handlers.changed(change('work'), '41');
    opened[0]?.handlers.broken();
    expect(connection.state).toBe('reconnecting');
    expect(await tick()).toBe(1_000);
    expect(opened[1]?.url.searchParams.get('ticket')).toBe('ticket-2');
    expect(opened[1]?.url.searchParams.get('lastEventId')).toBe('41');
    opened[1]?.handlers.opened();
    expect(connection.state).toBe('open');
    expect(looks).toBe(3);
  });

  it('backs off up to half a minute, and is off when nobody listens', async () => {
    const { connection, opened, tick } = setUp();
    const leave = connection.subscribe('work', () => undefined);
    await tick();
    const waits: (number | undefined)[] = [];
    for (let i = 0; i < 7; i++) {
      opened.at(-1)?.handlers.broken();
      waits.push(await tick());
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    leave();
    await tick();
    expect(connection.state).toBe('off');
    expect(opened.at(-1)?.closed).toBe(true);
  });

  it('begins with short pauses again only after a stream that held', async () => {
    const { connection, opened, tick, pass } = setUp();
    connection.subscribe('work', () => undefined);
    await tick();
    opened.at(-1)?.handlers.opened();
    opened.at(-1)?.handlers.broken();
    expect(await tick()).toBe(1_000);
    opened.at(-1)?.handlers.opened();
    opened.at(-1)?.handlers.broken();
    expect(await tick()).toBe(2_000);
    opened.at(-1)?.handlers.opened();
    pass(60_000);
    opened.at(-1)?.handlers.broken();
    expect(await tick()).toBe(1_000);
  });
});
