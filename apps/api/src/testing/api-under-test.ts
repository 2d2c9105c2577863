import { randomBytes, randomInt } from 'node:crypto';
import { loadConfig, type AppConfig } from '@gradus/config';
import type { Role } from '@gradus/contracts';
import { createScratchDatabase, type ScratchDatabase } from '@gradus/database/testing';
import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ApiModule } from '../api.module.ts';
import { configureApi, fastifyAdapter } from '../create-api.ts';
import { Sessions } from '../identity/logins/sessions.ts';

type Json = Record<string, any>;

export interface Answer {
  status: number;
  body: any;
  headers: Record<string, string | string[] | number | undefined>;
  /** `name=value` of the cookies that were set. */
  cookie: string;
}

export interface AskOptions {
  body?: unknown;
  /** Access token. */
  as?: string;
  headers?: Record<string, string>;
}

export interface Person {
  userId: string;
  email: string;
  token: string;
}

/** The API on a database of its own, asked over HTTP as a client would. */
export class ApiUnderTest {
  /** Limits count addresses, and the counts outlive a test: every suite comes from somewhere else. */
  readonly address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly config: AppConfig,
    readonly scratch: ScratchDatabase,
    readonly organizationId: string,
  ) {}

  static async start(
    env: Record<string, string> = {},
    more: Pick<ModuleMetadata, 'controllers' | 'imports' | 'providers'> = {},
  ): Promise<ApiUnderTest> {
    const scratch = await createScratchDatabase();
    const config = loadConfig({
      ...process.env,
      GRADUS_RATE_AUTH_PER_MINUTE: '10000',
      GRADUS_RATE_REFRESH_PER_MINUTE: '10000',
      GRADUS_RATE_GENERAL_PER_HOUR: '100000',
      GRADUS_PUBLIC_URL: 'http://127.0.0.1:4000',
      GRADUS_TRUSTED_PROXIES: '127.0.0.1',
      GRADUS_WEB_DIST: '',
      GRADUS_LOG_LEVEL: 'error',
      ...env,
      DATABASE_URL: scratch.url,
    });
    const [school] = await scratch.dataSource.query<Array<{ id: string }>>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ('demo', 'Test school', 'Europe/Berlin') RETURNING id`,
    );
    const testing = await Test.createTestingModule({
      ...more,
      imports: [ApiModule.with(config), ...(more.imports ?? [])],
    }).compile();
    const app = testing.createNestApplication<NestFastifyApplication>(fastifyAdapter(config), {
      rawBody: true,
      logger: false,
    });
    await configureApi(app, config);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new ApiUnderTest(app, config, scratch, school!.id);
  }

  async ask(method: string, url: string, { body, as, headers = {} }: AskOptions = {}): Promise<Answer> {
    const raw = typeof body === 'string';
    const response = await this.app.inject({
      method: method as 'GET',
      url,
      headers: {
        'x-forwarded-for': this.address,
        ...(as ? { authorization: `Bearer ${as}` } : {}),
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: raw ? body : JSON.stringify(body) }),
    });
    return {
      status: response.statusCode,
      body: parsed(response.body),
      headers: response.headers,
      cookie: response.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    };
  }

  /** A person with a verified address, signed in. */
  async person(role: Role = 'learner', organizationId = this.organizationId): Promise<Person> {
    const email = `${role}-${randomBytes(5).toString('hex')}@test.local`;
    const [user] = await this.query<{ id: string }>(
      `INSERT INTO users (email, password_hash, name, email_verified_at) VALUES ($1, 'none', $2, now()) RETURNING id`,
      [email, `Some ${role}`],
    );
    await this.query(`INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)`, [
      organizationId,
      user!.id,
      role,
    ]);
    const { session } = await this.app.get(Sessions, { strict: false }).begin(user!.id);
    return { userId: user!.id, email, token: session.accessToken };
  }

  async organization(slug: string): Promise<string> {
    const [row] = await this.query<{ id: string }>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ($1, 'Another school', 'UTC') RETURNING id`,
      [slug],
    );
    return row!.id;
  }

  /** Rows of a SELECT or INSERT. */
  query<Row = Json>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.scratch.dataSource.query<Row[]>(sql, parameters);
  }

  /** As when the process died between its commit and keeping the answer of the request with this key: it may be done again. */
  async died(key: string): Promise<void> {
    await this.query(
      `UPDATE idempotency_keys SET status = NULL, answer = NULL, created_at = now() - interval '1 minute' WHERE key = $1`,
      [key],
    );
  }

  /** Until somebody of this database waits, in a statement like this, for what another transaction has locked. */
  async untilOneWaits(statement = '%'): Promise<void> {
    for (let look = 0; look < 400; look += 1) {
      const waiting = await this.query(
        `SELECT 1 FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
        [statement],
      );
      if (waiting.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('Nobody waited for the lock.');
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.scratch.drop();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
