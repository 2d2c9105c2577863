import { randomBytes } from 'node:crypto';
import { linkToken, type LinkPurpose } from '@gradus/database';
import { ApiUnderTest, type Answer } from '../testing/api-under-test.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start();
});
afterAll(() => api.stop());

const password = 'correct horse battery';
const someone = () => `p-${randomBytes(5).toString('hex')}@test.local`;
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.ask('POST', `/api/auth/${path}`, { body, headers });
const register = (email: string, secret = password) =>
  post('register', { email, password: secret, name: 'Paula', timeZone: 'Europe/Berlin' });

/** The links in the mails that wait for this address, newest first. */
async function links(email: string, purpose: LinkPurpose): Promise<string[]> {
  const rows = await api.query<{ token_id: string }>(
    `SELECT payload->>'tokenId' AS token_id FROM messages m JOIN users u ON u.id = m.user_id
      WHERE u.email = $1 AND m.purpose = $2 AND m.state = 'planned' ORDER BY m.created_at DESC`,
    [email, purpose],
  );
  return rows.map((row) => linkToken(api.config.auth.linkSecret, purpose, row.token_id));
}

async function account(email = someone()): Promise<{ email: string; session: Answer }> {
  await register(email);
  const [token] = await links(email, 'verify-email');
  const session = await post('verify-email', { token, password });
  expect(session.status).toBe(200);
  return { email, session };
}

describe('registration', () => {
  it('leads over a mail into a session', async () => {
    const { email, session } = await account();
    expect(session.body.me).toMatchObject({
      email,
      role: 'learner',
      timeZone: 'Europe/Berlin',
      emailVerified: true,
      marketingMail: true,
      organization: { name: 'Test school' },
    });
    expect(session.cookie).toMatch(/^gradus_refresh_4000=[\w-]{43}$/);
    expect(String(session.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax/);
    const me = await api.ask('GET', '/api/me', { as: session.body.accessToken });
    expect(me).toMatchObject({ status: 200, body: { email } });
  });

  it('answers the same for a known address; only the mail differs', async () => {
    const { email } = await account();
    const known = await register(email);
    const unknownEmail = someone();
    const unknown = await register(unknownEmail);
    expect(known.status).toBe(202);
    expect(unknown.status).toBe(202);
    expect(known.body.notice.replace(email, '')).toBe(unknown.body.notice.replace(unknownEmail, ''));
    const purposes = await api.query<{ purpose: string }>(
      `SELECT purpose FROM messages m JOIN users u ON u.id = m.user_id WHERE u.email = $1 ORDER BY m.created_at`,
      [email],
    );
    expect(purposes.map((row) => row.purpose)).toEqual(['verify-email', 'known-address']);
    expect((await post('login', { email, password: 'not the one at all' })).status).toBe(401);
  });

  const theirs = 'the password of somebody else';
  const nameOf = async (email: string) => {
    const [row] = await api.query<{ name: string; verified: boolean }>(
      'SELECT name, email_verified_at IS NOT NULL AS verified FROM users WHERE email = $1',
      [email],
    );
    return row!;
  };
  const minuteLater = (email: string, minutes = 2) =>
    api.scratch.dataSource.query(
      `UPDATE messages SET created_at = created_at - make_interval(mins => $2)
        WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
      [email, minutes],
    );

  it('gives no account to who opens the mail of a registration that was not theirs', async () => {
    const email = someone();
    await register(email, theirs);
    const [token] = await links(email, 'verify-email');
    const tried = await post('verify-email', { token, password });
    expect(tried).toMatchObject({ status: 403, body: { code: 'identity.password-different' }, cookie: '' });
    expect((await post('verify-email', { token })).status).toBe(400);
    expect((await nameOf(email)).verified).toBe(false);
    await post('forgot-password', { email });
    const [reset] = await links(email, 'reset-password');
    expect((await post('reset-password', { token: reset, password })).status).toBe(204);
    expect((await post('login', { email, password: theirs })).status).toBe(401);
    expect((await post('login', { email, password })).status).toBe(200);
    expect((await post('verify-email', { token, password: theirs })).body.code).toBe('identity.link-spent');
  });

  it.each(['before', 'after'])(
    'lets the owner in by their own registration when another came %s it',
    async (when) => {
      const email = someone();
      const mine = () => register(email);
      const another = () =>
        post('register', { email, password: theirs, name: 'Mallory', timeZone: 'Asia/Tokyo' });
      await (when === 'before' ? another() : mine());
      await minuteLater(email);
      await (when === 'before' ? mine() : another());
      const mails = await links(email, 'verify-email');
      expect(mails).toHaveLength(2);
      const session = await post('verify-email', { token: mails[when === 'before' ? 1 : 0], password });
      expect(session).toMatchObject({
        status: 200,
        body: { me: { name: 'Paula', timeZone: 'Europe/Berlin' } },
      });
      for (const token of mails)
        expect((await post('verify-email', { token, password: theirs })).body.code).toBe(
          'identity.link-spent',
        );
      expect((await post('login', { email, password: theirs })).status).toBe(401);
      const kept = await api.query(
        `SELECT 1 FROM email_tokens t JOIN users u ON u.id = t.user_id WHERE u.email = $1 AND t.password_hash IS NOT NULL`,
        [email],
      );
      expect(kept).toEqual([]);
    },
  );

  it('sends one mail a minute to an address, five an hour and ten a day, whoever asks', async () => {
    const email = someone();
    const mails = async () => (await links(email, 'verify-email')).length;
    await Promise.all([register(email), register(email, theirs), register(email)]);
    expect(await mails()).toBe(1);
    for (let n = 0; n < 8; n++) {
      await minuteLater(email);
      await register(email);
    }
    expect(await mails()).toBe(5);
    for (let n = 0; n < 8; n++) {
      await minuteLater(email, 65);
      await register(email);
    }
    expect(await mails()).toBe(10);
    const [newest] = await links(email, 'verify-email');
    expect((await post('verify-email', { token: newest, password })).status).toBe(200);
  });

  it('takes a link once, for its purpose, and only whole', async () => {
    const email = someone();
    await register(email);
    const [token] = await links(email, 'verify-email');
    expect((await post('reset-password', { token, password })).body.code).toBe('identity.link-broken');
    expect((await post('verify-email', { token: `${token}x`, password })).body.code).toBe(
      'identity.link-broken',
    );
    expect((await post('verify-email', { token, password })).status).toBe(200);
    expect(await post('verify-email', { token, password })).toMatchObject({
      status: 410,
      body: { code: 'identity.link-spent' },
    });
  });
});

describe('sign-in', () => {
  it('says the same for a wrong password and an unknown address', async () => {
    const { email } = await account();
    const wrong = await post('login', { email, password: 'something wrong' });
    const unknown = await post('login', { email: someone(), password });
    expect(wrong.status).toBe(401);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });

  it('tells who knows the password that the address is unproven, and sends a link that works', async () => {
    const email = someone();
    await register(email);
    await api.scratch.dataSource.query(
      `UPDATE messages SET created_at = created_at - interval '5 minutes' WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
      [email],
    );
    expect((await post('login', { email, password: 'something wrong' })).status).toBe(401);
    const refused = await post('login', { email, password });
    expect(refused).toMatchObject({ status: 403, body: { code: 'identity.email-unverified' } });
    const [newest, oldest] = await links(email, 'verify-email');
    expect(oldest).toBeDefined();
    expect((await post('verify-email', { token: newest, password })).status).toBe(200);
  });

  it('refuses what another site sends', async () => {
    const { email, session } = await account();
    const foreign = { origin: 'https://evil.example', cookie: session.cookie };
    expect((await post('refresh', {}, foreign)).body.code).toBe('identity.origin-foreign');
    expect((await post('login', { email, password }, foreign)).status).toBe(403);
    expect((await post('refresh', {}, { ...foreign, origin: 'http://127.0.0.1:4000' })).status).toBe(200);
  });
});

describe('refresh tokens', () => {
  const refresh = (cookie: string) =>
    api.ask('POST', '/api/auth/refresh', { headers: { cookie, origin: 'http://127.0.0.1:4000' } });
  const later = () =>
    api.scratch.dataSource.query(`UPDATE refresh_tokens SET used_at = used_at - interval '1 minute'`);

  it('rotate, and one that comes again later ends the login at once, access tokens too', async () => {
    const { session } = await account();
    const second = await refresh(session.cookie);
    expect(second.status).toBe(200);
    expect(second.cookie).not.toBe(session.cookie);
    await later();
    expect((await refresh(session.cookie)).body.code).toBe('identity.session-over');
    expect((await refresh(second.cookie)).status).toBe(401);
    expect((await api.ask('GET', '/api/me', { as: second.body.accessToken })).status).toBe(401);
  });

  it('give a double submit the same successor', async () => {
    const { session } = await account();
    const both = await Promise.all([refresh(session.cookie), refresh(session.cookie)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]!.cookie).toBe(both[1]!.cookie);
    const third = await refresh(both[0]!.cookie);
    expect((await refresh(session.cookie)).cookie).toBe(third.cookie);
  });

  it('end with the logout, and so do the access tokens', async () => {
    const { session } = await account();
    const out = await api.ask('POST', '/api/auth/logout', { headers: { cookie: session.cookie } });
    expect(out.status).toBe(204);
    expect((await refresh(session.cookie)).status).toBe(401);
    expect((await api.ask('GET', '/api/me', { as: session.body.accessToken })).status).toBe(401);
  });
});

describe('a forgotten password', () => {
  it('is replaced over a mail and ends every session', async () => {
    const { email, session } = await account();
    const known = await post('forgot-password', { email });
    const unknownEmail = someone();
    const unknown = await post('forgot-password', { email: unknownEmail });
    expect(known.status).toBe(202);
    expect(known.body.notice.replace(email, '')).toBe(unknown.body.notice.replace(unknownEmail, ''));
    const [token] = await links(email, 'reset-password');
    expect((await post('reset-password', { token, password: 'short' })).status).toBe(400);
    expect((await post('reset-password', { token, password: 'a brand new password' })).status).toBe(204);
    expect((await post('reset-password', { token, password: 'once more, please' })).status).toBe(410);
    expect((await api.ask('GET', '/api/me', { as: session.body.accessToken })).status).toBe(401);
    expect((await post('refresh', {}, { cookie: session.cookie })).status).toBe(401);
    expect((await post('login', { email, password })).status).toBe(401);
    expect((await post('login', { email, password: 'a brand new password' })).status).toBe(200);
  });
});

describe('profile and consent', () => {
  it('changes what was sent and nothing else', async () => {
    const { token } = await api.person();
    const changed = await api.ask('PATCH', '/api/me', { as: token, body: { timeZone: 'Asia/Tokyo' } });
    expect(changed.body).toMatchObject({ timeZone: 'Asia/Tokyo', name: 'Some learner', marketingMail: true });
    const wrong = await api.ask('PATCH', '/api/me', {
      as: token,
      body: { timeZone: 'Mars/Base', role: 'admin' },
    });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  it('unsubscribes by one click of a mail program and by the page, without signing in', async () => {
    const { userId, email, token } = await api.person();
    const link = linkToken(api.config.auth.linkSecret, 'unsubscribe', `${api.organizationId}~${userId}`);
    const state = await api.ask('GET', `/api/unsubscribe?token=${link}`);
    expect(state.body).toEqual({ organizationName: 'Test school', email, marketingMail: true });
    const click = await api.ask('POST', `/unsubscribe?token=${link}`, {
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(click).toMatchObject({ status: 200, body: { marketingMail: false } });
    const multipart = await api.ask('POST', `/unsubscribe?token=${link}`, {
      body: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(multipart.status).toBe(200);
    expect((await api.ask('POST', `/api/unsubscribe?token=${link}`)).body.marketingMail).toBe(false);
    expect((await api.ask('GET', '/api/me', { as: token })).body.marketingMail).toBe(false);
    expect((await api.ask('POST', `/api/unsubscribe?token=${link.slice(0, -2)}xx`)).status).toBe(400);
  });

  it('shows the sign-in page what it needs, and demo people only in the demo', async () => {
    const settings = await api.ask('GET', '/api/public-settings');
    expect(settings.body.organizationName).toBe('Test school');
  });
});
