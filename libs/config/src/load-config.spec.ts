import { randomBytes } from 'node:crypto';
import { describeEnvironment, EnvironmentInvalidError, loadConfig } from './index.ts';

const key = () => randomBytes(32).toString('base64');
const least = { DATABASE_URL: 'postgres://gradus@127.0.0.1/gradus', TEMPORAL_ADDRESS: '127.0.0.1:7233' };
const production = {
  ...least,
  NODE_ENV: 'production',
  GRADUS_PUBLIC_URL: 'https://learn.example.org/',
  GRADUS_PAYLOAD_KEYS: `new:${key()},old:${key()}`,
  GRADUS_DATA_KEYS: `a:${key()}`,
  GRADUS_JWT_SEED: key(),
  GRADUS_ISSUER_SEED: key(),
  GRADUS_LINK_SECRET: key(),
  SMTP_URL: 'smtps://smtp.example.org',
  GRADUS_MAIL_FROM: 'School <school@example.org>',
  STRIPE_SECRET_KEY: 'sk_live_1',
  STRIPE_WEBHOOK_SECRETS: 'whsec_1, whsec_2',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentInvalidError) return error.problems;
    throw error;
  }
}

describe('loadConfig', () => {
  it('reads a whole production environment', () => {
    const config = loadConfig(production);
    expect(config.api.publicUrl).toBe('https://learn.example.org');
    expect(config.temporal.payloadKeys.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(config.payments.webhookSecrets).toEqual(['whsec_1', 'whsec_2']);
    expect(config.retries.horizonSeconds).toBe(86_400);
    expect(config.auth.jwtSeed).toHaveLength(32);
  });

  it('takes every key from the environment in production', () => {
    const problems = problemsOf({ ...least, NODE_ENV: 'production' });
    const secrets = describeEnvironment().filter(
      ({ secret, required }) => secret && required === 'production',
    );
    expect(secrets.length).toBeGreaterThanOrEqual(8);
    for (const { name } of secrets) expect(problems).toContain(`${name} is not set; production needs it.`);
  });

  it('says everything that is wrong at once', () => {
    const wrong = {
      GRADUS_API_PORT: '70000',
      GRADUS_DEMO: 'perhaps',
      GRADUS_JWT_SEED: 'short',
      REDIS_URL: 'localhost',
    };
    expect(problemsOf(wrong)).toEqual([
      'DATABASE_URL is not set.',
      'TEMPORAL_ADDRESS is not set.',
      'REDIS_URL must be an address that begins with redis:// or rediss://.',
      'GRADUS_API_PORT must be a whole number from 1 to 65535.',
      'GRADUS_JWT_SEED must be 32 bytes in base64.',
      'GRADUS_DEMO must be true or false.',
    ]);
  });

  it('never prints a secret', () => {
    const problems = problemsOf({
      ...least,
      GRADUS_PAYLOAD_KEYS: 'k:hunter2',
      DATABASE_URL: 'mysql://u:hunter2@h/d',
    });
    expect(problems).toHaveLength(2);
    expect(problems.join(' ')).not.toContain('hunter2');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ ...least, REDIS_URL: '', GRADUS_SWEEP_SECONDS: '' })).toMatchObject({
      redis: { url: undefined },
      sweepSeconds: 60,
      clearingMinutes: 60,
    });
  });

  it('makes up keys outside production, anew for each process', () => {
    expect(loadConfig(least).auth.linkSecret).not.toBe(loadConfig(least).auth.linkSecret);
  });

  it('refuses the demo in production and a provider without its key', () => {
    expect(problemsOf({ ...production, GRADUS_DEMO: 'true', GRADUS_GRADER: 'openai' })).toEqual([
      'GRADUS_DEMO is true, which production refuses because the demo passwords are public.',
      'GRADUS_GRADER is openai, so OPENAI_API_KEY must be set.',
    ]);
  });

  it('gives the grader the access of the chosen provider', () => {
    const keys = { OPENAI_API_KEY: 'o', ANTHROPIC_API_KEY: 'a', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9/' };
    expect(loadConfig({ ...least, ...keys, GRADUS_GRADER: 'anthropic' }).grader).toEqual({
      provider: 'anthropic',
      model: undefined,
      apiKey: 'a',
      baseUrl: 'http://127.0.0.1:9',
    });
  });

  it('answers something that cannot be changed', () => {
    const config = loadConfig(least);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.temporal.payloadKeys)).toBe(true);
    expect(() => Object.assign(config.api, { port: 1 })).toThrow(TypeError);
  });
});

describe('describeEnvironment', () => {
  it('says what every variable is for', () => {
    for (const { name, description, group } of describeEnvironment()) {
      expect({ name, description, group }).toEqual({
        name,
        description: expect.stringMatching(/\w.*/),
        group: expect.stringMatching(/\w/),
      });
    }
  });
});
