import { ApiUnderTest, type Answer, type AskOptions } from '../testing/api-under-test.ts';
import { ProbeModule } from '../testing/probe.module.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start({}, { imports: [ProbeModule] });
});
afterAll(() => api.stop());

const json = { 'content-type': 'application/json' };

function isProblem(answer: Answer, status: number, code: string): void {
  expect(answer).toMatchObject({
    status,
    body: {
      status,
      code,
      type: `urn:gradus:problem:${code}`,
      title: expect.any(String),
      detail: expect.stringMatching(/\.$/),
    },
  });
  expect(String(answer.headers['content-type'])).toContain('application/problem+json');
  expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
}

describe('what is not well-formed', () => {
  const cases: Array<[string, string, string, AskOptions, number, string]> = [
    ['an unknown route', 'GET', '/api/nothing', {}, 404, 'route.not-found'],
    ['an unknown method', 'DELETE', '/api/me', {}, 404, 'route.not-found'],
    [
      'broken JSON',
      'POST',
      '/api/auth/login',
      { body: '{"email":', headers: json },
      400,
      'request.malformed',
    ],
    ['an empty JSON body', 'POST', '/api/auth/login', { body: '', headers: json }, 400, 'request.malformed'],
    ['a list for an object', 'POST', '/api/auth/login', { body: [1] }, 400, 'request.invalid'],
    ['no body', 'POST', '/api/auth/login', {}, 400, 'request.invalid'],
    ['wrong types', 'POST', '/api/auth/login', { body: { email: 7, password: {} } }, 400, 'request.invalid'],
    [
      'unknown fields',
      'POST',
      '/api/auth/login',
      { body: { email: 'a@b.co', password: 'x', role: 'admin' } },
      400,
      'request.invalid',
    ],
    ['a malformed id', 'GET', '/api/probe/things/12', {}, 400, 'request.invalid'],
    [
      'an unknown query field',
      'GET',
      '/api/probe/things/6e0f7a52-5c7a-4bb0-9c1b-0a4f8a9d9a01?x=1',
      {},
      400,
      'request.invalid',
    ],
    [
      'prototype keys',
      'POST',
      '/api/auth/login',
      { body: '{"__proto__":{"a":1},"email":"a@b.co","password":"x"}', headers: json },
      400,
      '',
    ],
    [
      'another media type',
      'POST',
      '/api/auth/login',
      { body: '<a/>', headers: { 'content-type': 'text/xml' } },
      415,
      'request.media-type',
    ],
    [
      'too large a body',
      'POST',
      '/api/auth/login',
      { body: { email: 'x'.repeat(1_100_000) } },
      413,
      'request.too-large',
    ],
    ['a null byte', 'POST', '/api/probe/text', { body: { text: 'a\u0000b' } }, 400, 'request.invalid'],
  ];
  it.each(cases)('%s', async (_name, method, path, options, status, code) => {
    const answer = await api.ask(method, path, options);
    if (code) isProblem(answer, status, code);
    else expect(answer.status).toBeLessThan(500);
  });

  it('a broken address', async () => {
    isProblem(await api.ask('GET', '/api/%zz'), 400, 'request.malformed');
  });

  it('is told field by field', async () => {
    const answer = await api.ask('POST', '/api/auth/register', {
      body: { email: 'nobody', password: 'short', name: ' ', timeZone: 'Mars/Base' },
    });
    expect(answer.body.fields.map(({ path }: { path: string }) => path)).toEqual([
      'email',
      'password',
      'name',
      'timeZone',
    ]);
  });
});

describe('what went wrong inside', () => {
  it('is a 500 that says nothing about the inside', async () => {
    const { token } = await api.person();
    const answer = await api.ask('POST', '/api/probe/orders/a', {
      as: token,
      body: { item: 'x', fail: true },
      headers: { 'idempotency-key': 'boom' },
    });
    isProblem(answer, 500, 'server.unexpected');
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });
});

describe('every answer', () => {
  it('carries security headers and a request id, the given one when it is harmless', async () => {
    const given = await api.ask('GET', '/health/live', { headers: { 'x-request-id': 'trace-1234' } });
    expect(given.headers).toMatchObject({
      'x-request-id': 'trace-1234',
      'x-content-type-options': 'nosniff',
    });
    expect(String(given.headers['content-security-policy'])).toContain("default-src 'self'");
    const wild = await api.ask('GET', '/health/live', { headers: { 'x-request-id': 'a b\t<script>' } });
    expect(wild.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('answers of the API', () => {
  it('are kept by no cache, refusals neither', async () => {
    const { token } = await api.person();
    for (const answer of [
      await api.ask('GET', '/api/me', { as: token }),
      await api.ask('GET', '/api/me'),
      await api.ask('GET', '/api/courses'),
    ])
      expect(answer.headers['cache-control']).toBe('no-store');
  });
});

describe('health', () => {
  it('is ready with PostgreSQL and names the parts', async () => {
    const ready = await api.ask('GET', '/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.body.parts[0]).toEqual({ name: 'PostgreSQL', ok: true, detail: 'answers' });
  });
});

describe('policies', () => {
  it('are by role, and a route without one is closed to everybody', async () => {
    const ops = await api.person('ops');
    const learner = await api.person('learner');
    expect((await api.ask('GET', '/api/probe/ops', { as: ops.token })).status).toBe(200);
    isProblem(await api.ask('GET', '/api/probe/ops', { as: learner.token }), 403, 'access.role-insufficient');
    isProblem(await api.ask('GET', '/api/probe/ops'), 401, 'access.sign-in-needed');
    expect((await api.ask('GET', '/api/probe/forgotten', { as: ops.token })).status).toBe(403);
    expect((await api.ask('GET', '/api/probe/forgotten')).status).toBe(403);
  });

  it('know the caller also where nobody has to be signed in', async () => {
    const ops = await api.person('ops');
    expect((await api.ask('GET', '/api/probe/open')).body.who).toBeNull();
    expect((await api.ask('GET', '/api/probe/open', { as: ops.token })).body.who).toBe(ops.email);
    expect((await api.ask('GET', '/api/probe/open', { as: 'a.b.c' })).status).toBe(401);
  });
});
