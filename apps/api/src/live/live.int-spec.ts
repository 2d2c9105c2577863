import { createLiveBell, type LiveBell, topics } from '@gradus/events';
import { ApiUnderTest, type Person } from '../testing/api-under-test.ts';

let api: ApiUnderTest;
let bell: LiveBell;
let base: string;
const open: AbortController[] = [];

beforeAll(async () => {
  api = await ApiUnderTest.start();
  await api.app.listen(0, '127.0.0.1');
  base = await api.app.getUrl();
  bell = createLiveBell({ redisUrl: api.config.redis.url ?? null, databaseUrl: api.config.database.url });
});
afterAll(async () => {
  for (const stream of open) stream.abort();
  await bell.close();
  await api.stop();
});

const ticketOf = async ({ token }: Person): Promise<string> =>
  (await api.ask('POST', '/api/live/tickets', { as: token })).body.ticket;

/** A stream as an EventSource has it, with what came so far. */
async function follow(query: Record<string, string>) {
  const abort = new AbortController();
  open.push(abort);
  const response = await fetch(`${base}/api/live?${new URLSearchParams(query).toString()}`, {
    signal: abort.signal,
  });
  const stream = { response, text: '', ended: false };
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) stream.text += decoder.decode(chunk as Uint8Array);
  };
  const done = read()
    .catch(() => {})
    .finally(() => {
      stream.ended = true;
    });
  return Object.assign(stream, { done });
}

async function until(what: () => boolean): Promise<void> {
  for (let n = 0; n < 100 && !what(); n++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(what()).toBe(true);
}

const changes = (text: string) =>
  [...text.matchAll(/event: changed\nid: [\w-]{8}\.\d+\ndata: (.*)\n/g)].map((m) => m[1]!);
const readyOf = (text: string) => /event: ready\nid: .*\nretry: 2000\ndata: (.*)\n/.exec(text)?.[1];
const lastIdOf = (text: string) => [...text.matchAll(/^id: (.*)$/gm)].at(-1)![1]!;

async function enrollment(person: Person, organizationId = api.organizationId): Promise<string> {
  const [course] = await api.query<{ id: string }>(
    `INSERT INTO courses (organization_id, key, title, credential) VALUES ($1, $2, 'A course', '{}') RETURNING id`,
    [organizationId, `c-${person.userId}`],
  );
  const [version] = await api.query<{ id: string }>(
    `INSERT INTO course_versions (organization_id, course_id, number, content_hash, state)
     VALUES ($1, $2, 1, $3, 'published') RETURNING id`,
    [organizationId, course!.id, '0'.repeat(64)],
  );
  const [row] = await api.query<{ id: string }>(
    `INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, source)
     VALUES ($1, $2, $3, $4, 'active', 'free') RETURNING id`,
    [organizationId, person.userId, course!.id, version!.id],
  );
  return row!.id;
}

describe('tickets', () => {
  it('are good once, and not for long', async () => {
    const ops = await api.person('ops');
    const ticket = await ticketOf(ops);
    expect((await follow({ topics: 'work', ticket })).response.status).toBe(200);
    const again = await api.ask('GET', `/api/live?topics=work&ticket=${ticket}`);
    expect(again).toMatchObject({ status: 401, body: { code: 'live.ticket-spent' } });
    const late = await ticketOf(ops);
    await api.scratch.dataSource.query(`UPDATE live_tickets SET expires_at = now() - interval '1 second'`);
    expect((await api.ask('GET', `/api/live?topics=work&ticket=${late}`)).status).toBe(401);
    expect((await api.ask('GET', '/api/live?topics=work')).status).toBe(401);
  });

  it('die with the login they were given to', async () => {
    const ops = await api.person('ops');
    const ticket = await ticketOf(ops);
    await api.ask('POST', '/api/auth/logout', { as: ops.token });
    expect((await api.ask('GET', `/api/live?topics=work&ticket=${ticket}`)).status).toBe(401);
  });
});

describe('topics', () => {
  it('of others are refused', async () => {
    const [learner, other, instructor] = [
      await api.person(),
      await api.person(),
      await api.person('instructor'),
    ];
    const elsewhere = await api.organization('another');
    const stranger = await api.person('admin', elsewhere);
    const [mine, theirs] = [await enrollment(learner), await enrollment(other)];
    const refused = async (person: Person, topic: string) =>
      expect(await api.ask('GET', `/api/live?topics=${topic}`, { as: person.token })).toMatchObject({
        status: 403,
        body: { code: 'live.topic-refused' },
      });
    await refused(learner, `enrollment:${theirs}`);
    await refused(learner, `enrollment:${mine},enrollment:${theirs}`);
    await refused(learner, 'work');
    await refused(learner, `run:${mine}`);
    await refused(stranger, `enrollment:${mine}`);
    await refused(instructor, `automation:${mine}`);
    await refused(instructor, 'outbox');
    await refused(instructor, `work:${elsewhere}`);
    expect(
      (await follow({ topics: `enrollment:${mine}`, ticket: await ticketOf(learner) })).response.status,
    ).toBe(200);
    const staff = { topics: `enrollment:${mine},work,review`, ticket: await ticketOf(instructor) };
    expect((await follow(staff)).response.status).toBe(200);
  });

  it('have to be named', async () => {
    const { token } = await api.person('ops');
    expect((await api.ask('GET', '/api/live', { as: token })).status).toBe(400);
    expect((await api.ask('GET', '/api/live?topics=,', { as: token })).status).toBe(400);
  });
});

describe('the stream', () => {
  it('says what changed by the name the page gave it, and gathers a burst', async () => {
    const ops = await api.person('ops');
    const stream = await follow({ topics: 'work,review', ticket: await ticketOf(ops) });
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    await until(() => stream.text.includes('retry: 2000'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = changes(stream.text).length;
    for (let n = 0; n < 100; n++) await bell.publish([topics.work(api.organizationId)]);
    await until(() => changes(stream.text).length > before);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const heard = changes(stream.text).slice(before);
    expect(heard[0]).toMatch(/^\{"topic":"work","seq":\d+\}$/);
    expect(heard.length).toBeLessThan(10);
    await bell.publish([topics.work('6e0f7a52-5c7a-4bb0-9c1b-0a4f8a9d9a01'), topics.outbox]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(changes(stream.text).length).toBe(before + heard.length);
  });

  it('tells a page that comes back what it missed, and nothing else', async () => {
    const ops = await api.person('ops');
    const first = await follow({ topics: 'work,review', ticket: await ticketOf(ops) });
    await until(() => readyOf(first.text) !== undefined);
    expect(readyOf(first.text)).toBe('{"resumed":false}');
    await bell.publish([topics.review(api.organizationId)]);
    await until(() => changes(first.text).some((line) => line.includes('review')));
    const lastEventId = lastIdOf(first.text);
    open.at(-1)!.abort();

    await bell.publish([topics.work(api.organizationId)]);
    const watcher = await follow({ topics: 'work', ticket: await ticketOf(ops) });
    await bell.publish([topics.work(api.organizationId)]);
    await until(() => changes(watcher.text).length > 0);
    const second = await follow({ topics: 'work,review', ticket: await ticketOf(ops), lastEventId });
    await until(() => changes(second.text).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(readyOf(second.text)).toBe('{"resumed":true}');
    expect(changes(second.text).map((line) => JSON.parse(line).topic)).toEqual(['work']);

    const third = await follow({
      topics: 'work,review',
      ticket: await ticketOf(ops),
      lastEventId: lastIdOf(second.text),
    });
    await until(() => readyOf(third.text) !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(readyOf(third.text)).toBe('{"resumed":true}');
    expect(changes(third.text)).toEqual([]);
  });

  it.each(['5', 'AAAAAAAA.3'])(
    'has a page that comes with the id %s read everything again',
    async (lastEventId) => {
      const ops = await api.person('ops');
      const stream = await follow({ topics: 'work,review', ticket: await ticketOf(ops), lastEventId });
      await until(() => readyOf(stream.text) !== undefined);
      expect(readyOf(stream.text)).toBe('{"resumed":false}');
    },
  );

  it('ends when the process goes down', async () => {
    const other = await ApiUnderTest.start();
    await other.app.listen(0, '127.0.0.1');
    const ops = await other.person('ops');
    const response = await fetch(`${await other.app.getUrl()}/api/live?topics=work`, {
      headers: { authorization: `Bearer ${ops.token}` },
    });
    const reader = response.body!.getReader();
    await reader.read();
    await other.stop();
    const rest = await Promise.race([
      (async () => {
        while (!(await reader.read().catch(() => ({ done: true }))).done);
        return 'ended';
      })(),
      new Promise((resolve) => setTimeout(resolve, 3_000, 'open')),
    ]);
    expect(rest).toBe('ended');
  });
});
