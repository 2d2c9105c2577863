import { randomBytes } from 'node:crypto';
import { Sessions } from '../identity/logins/sessions.ts';
import { ApiUnderTest } from '../testing/api-under-test.ts';
import { ProbeModule } from '../testing/probe.module.ts';

const limits = {
  GRADUS_RATE_AUTH_PER_MINUTE: '5',
  GRADUS_RATE_REFRESH_PER_MINUTE: '4',
  GRADUS_RATE_GENERAL_PER_HOUR: '7',
};
const stores: Array<[string, Record<string, string>]> = [
  ['PostgreSQL', { REDIS_URL: '' }],
  ...(process.env.REDIS_URL ? ([['Redis', {}]] as Array<[string, Record<string, string>]>) : []),
];

describe.each(stores)('limits counted in %s', (_store, env) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await ApiUnderTest.start({ ...limits, ...env }, { imports: [ProbeModule] });
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  afterAll(() => api.stop());

  const guess = (from: string, email?: string) =>
    api.ask('POST', '/api/probe/guess', {
      ...(email ? { body: { email } } : {}),
      headers: { 'x-forwarded-for': from },
    });

  /** Somebody who has signed in, with their cookie. */
  async function signIn(): Promise<{ cookie: string }> {
    const { userId } = await api.person();
    const { refreshToken } = await api.app.get(Sessions, { strict: false }).begin(userId);
    return { cookie: `gradus_refresh_4000=${refreshToken}` };
  }

  it('lets five sign-ins a minute pass from an address, and tells the sixth when to come back', async () => {
    const from = api.address;
    for (let left = 4; left >= 0; left--) {
      const answer = await guess(from);
      expect(answer.status).toBe(200);
      expect(answer.headers['ratelimit-policy']).toBe('"auth";q=5;w=60');
      expect(answer.headers['ratelimit']).toMatch(new RegExp(`^"auth";r=${left};t=\\d+$`));
    }
    const sixth = await guess(from);
    expect(sixth).toMatchObject({ status: 429, body: { code: 'limit.exceeded', data: { limit: 'auth' } } });
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0);
    expect(sixth.body.detail).toMatch(/try again in \d+ seconds\.$/);
    expect((await guess(`${from}1`.replace(/\d+1$/, '250'))).status).toBe(200);
  });

  it('counts an account from every address together', async () => {
    const email = `Guess-${api.address}@test.local`;
    const nets = api.address.split('.').slice(1, 3).join('.');
    for (let n = 0; n < 5; n++) expect((await guess(`11.${nets}.${n}`, email)).status).toBe(200);
    const sixth = await guess(`11.${nets}.99`, email.toLowerCase());
    expect(sixth).toMatchObject({ status: 429, body: { data: { limit: 'auth-account' } } });
  });

  it('counts who is signed in by account, not by address', async () => {
    const [one, two] = [await api.person(), await api.person()];
    for (let n = 0; n < 7; n++) expect((await api.ask('GET', '/api/me', { as: one.token })).status).toBe(200);
    expect((await api.ask('GET', '/api/me', { as: one.token })).status).toBe(429);
    expect((await api.ask('GET', '/api/me', { as: two.token })).status).toBe(200);
  });

  it('counts the renewals of a sign-in by the sign-in, not by the address it shares with a class', async () => {
    const classmates = [await signIn(), await signIn()] as const;
    const renew = async (person: { cookie: string }) => {
      const answer = await api.ask('POST', '/api/auth/refresh', { headers: { cookie: person.cookie } });
      if (answer.cookie) person.cookie = answer.cookie;
      return answer.status;
    };
    for (let n = 0; n < 4; n++) expect(await renew(classmates[0])).toBe(200);
    expect(await renew(classmates[0])).toBe(429);
    for (let n = 0; n < 4; n++) expect(await renew(classmates[1])).toBe(200);
    expect(await renew(classmates[1])).toBe(429);
  });

  it('counts renewals that belong to no sign-in by their address', async () => {
    const from = api.address.replace(/^10/, '12');
    const guessToken = () =>
      api.ask('POST', '/api/auth/refresh', {
        headers: {
          cookie: `gradus_refresh_4000=${randomBytes(32).toString('base64url')}`,
          'x-forwarded-for': from,
        },
      });
    for (let n = 0; n < 4; n++) expect((await guessToken()).status).toBe(401);
    expect((await guessToken()).status).toBe(429);
  });

  it('counts live streams by the account their ticket was given to', async () => {
    const [one, two] = [await api.person('ops'), await api.person('ops')];
    const ticketOf = async ({ token }: { token: string }) =>
      (await api.ask('POST', '/api/live/tickets', { as: token })).body.ticket as string;
    const from = api.address.replace(/^10/, '13');
    // A topic that is refused: the request is counted all the same, and nothing stays open.
    const follow = (ticket: string) =>
      api.ask('GET', `/api/live?topics=outbox&ticket=${ticket}`, { headers: { 'x-forwarded-for': from } });
    for (let n = 0; n < 3; n++) expect((await follow(await ticketOf(one))).status).toBe(403);
    const last = await ticketOf(one);
    expect((await follow(last)).status).toBe(429);
    for (let n = 0; n < 3; n++) expect((await follow(await ticketOf(two))).status).toBe(403);
    for (let n = 0; n < 7; n++) expect((await follow('made-up')).status).toBe(401);
    expect((await follow('made-up')).status).toBe(429);
  });

  it('does not count health', async () => {
    for (let n = 0; n < 9; n++) expect((await api.ask('GET', '/health/live')).status).toBe(200);
  });
});

describe('limits when Redis is away', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await ApiUnderTest.start(
      { ...limits, REDIS_URL: 'redis://127.0.0.1:1' },
      { imports: [ProbeModule] },
    );
  });
  afterAll(() => api.stop());

  it('still keep guessers out, and let everybody else pass', async () => {
    for (let n = 0; n < 5; n++) expect((await api.ask('POST', '/api/probe/guess')).status).toBe(200);
    expect((await api.ask('POST', '/api/probe/guess')).status).toBe(429);
    const { token } = await api.person();
    for (let n = 0; n < 10; n++) expect((await api.ask('GET', '/api/me', { as: token })).status).toBe(200);
  });
});
