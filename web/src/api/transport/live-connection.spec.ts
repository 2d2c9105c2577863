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

  it('comes back with a new ticket and the last event id, and looks only at what it missed', async () => {
    const { connection, opened, tick } = setUp();
    const looks: string[] = [];
    for (const topic of ['work', 'review']) connection.subscribe(topic, () => looks.push(topic));
    await tick();
    opened[0]?.handlers.opened();
    opened[0]?.handlers.ready('{"resumed":false}', 'e.40');
    expect(looks.splice(0)).toEqual(['work', 'review']);
    opened[0]?.handlers.changed(change('work'), 'e.41');
    opened[0]?.handlers.broken();
    expect(connection.state).toBe('reconnecting');
    expect(await tick()).toBe(1_000);
    expect(opened[1]?.url.searchParams.get('ticket')).toBe('ticket-2');
    expect(opened[1]?.url.searchParams.get('lastEventId')).toBe('e.41');
    opened[1]?.handlers.opened();
    expect(connection.state).toBe('open');
    opened[1]?.handlers.ready('{"resumed":true}', 'e.41');
    opened[1]?.handlers.changed(change('review'), 'e.44');
    expect(looks).toEqual(['work', 'review']);
  });

  it('reads everything again when the API does not know what was missed', async () => {
    const { connection, opened, tick } = setUp();
    let looks = 0;
    connection.subscribe('work', () => looks++);
    await tick();
    opened[0]?.handlers.ready('{"resumed":false}', 'e.1');
    opened[0]?.handlers.broken();
    await tick();
    opened[1]?.handlers.ready('{"resumed":false}', 'f.9');
    expect(looks).toBe(2);
    opened[1]?.handlers.broken();
    await tick();
    expect(opened[2]?.url.searchParams.get('lastEventId')).toBe('f.9');
  });

  it('looks at a topic that it did not follow before, also when it resumes', async () => {
    const { connection, opened, tick } = setUp();
    const looks: string[] = [];
    connection.subscribe('work', () => looks.push('work'));
    await tick();
    opened[0]?.handlers.ready('{"resumed":false}', 'e.1');
    connection.subscribe('run:1', () => looks.push('run'));
    await tick();
    looks.length = 0;
    opened[1]?.handlers.ready('{"resumed":true}', 'e.1');
    expect(looks).toEqual(['run']);
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
