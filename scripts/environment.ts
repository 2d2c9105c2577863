import { EnvironmentInvalidError, loadConfig } from '../libs/config/src/index.ts';
import { Refusal } from './refusal.ts';
import type { Secrets } from './secrets.ts';
import type { ServiceAddresses } from './services/bring-up.ts';
import { repositoryRoot, type Settings } from './settings.ts';

const local = (port: number): string => `http://127.0.0.1:${port}`;

/** The page and API as people see them. */
export const publicUrl = ({ ports }: Settings): string => process.env.GRADUS_PUBLIC_URL || local(ports.api);

/** What worker, API and set-up get: the demo's values, and over them whatever the person at the terminal has set. */
export function productEnvironment(
  settings: Settings,
  services: ServiceAddresses,
  secrets: Secrets,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const { ports, given } = settings;
  const demo: NodeJS.ProcessEnv = {
    ...secrets,
    GRADUS_API_PORT: String(ports.api),
    GRADUS_WORKER_HEALTH_PORT: String(ports.workerHealth),
    GRADUS_PUBLIC_URL: publicUrl(settings),
    GRADUS_WEB_DIST: `${repositoryRoot}/web/dist`,
    GRADUS_MAIL_FROM: 'Gradus <no-reply@gradus.local>',
    GRADUS_RETRY_HORIZON_SECONDS: '30',
    GRADUS_RETRY_MAX_INTERVAL_SECONDS: '5',
    GRADUS_SWEEP_SECONDS: '5',
    GRADUS_RATE_GENERAL_PER_HOUR: '100000',
    // Simulated learners sign in from one address.
    GRADUS_RATE_AUTH_PER_MINUTE: '60',
    GRADUS_DEMO: 'true',
    GRADUS_TEMPORAL_UI_URL: services.temporalUiUrl,
    GRADUS_LEARNER_URL: local(ports.learner),
    GRADUS_WEBHOOK_RECEIVER_URL: local(ports.receiver),
    GRADUS_CALLS_INSIDE: `127.0.0.1:${ports.receiver}`,
    ...(given.smtpUrl
      ? {}
      : { SMTP_URL: `smtp://127.0.0.1:${ports.mailSmtp}`, GRADUS_MAIL_INBOX_URL: local(ports.mailHttp) }),
    ...(given.stripeKey
      ? {}
      : { STRIPE_API_URL: local(ports.payments), GRADUS_PAYMENTS_URL: local(ports.payments) }),
    ...aiStandIn(settings, env),
  };
  return {
    ...demo,
    ...withoutEmpty(env),
    NODE_ENV: 'development',
    DATABASE_URL: services.databaseUrl,
    TEMPORAL_ADDRESS: services.temporalAddress,
    REDIS_URL: services.redisUrl,
  };
}

/** Providers without a key of their own talk to the stand-in. */
function aiStandIn({ ports }: Settings, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...(env.OPENAI_API_KEY ? {} : { OPENAI_API_KEY: 'stand-in', OPENAI_BASE_URL: `${local(ports.ai)}/v1` }),
    ...(env.ANTHROPIC_API_KEY ? {} : { ANTHROPIC_API_KEY: 'stand-in', ANTHROPIC_BASE_URL: local(ports.ai) }),
  };
}

/** Refuses values that the product would refuse, before anything of it starts. */
export function requireGoodEnvironment(product: NodeJS.ProcessEnv): void {
  try {
    loadConfig(product);
  } catch (error) {
    throw error instanceof EnvironmentInvalidError ? new Refusal(error.message) : error;
  }
}

/** The variables that {@link productEnvironment} adds to the ones a process has anyway, as lines a shell can read. */
export function asShellLines(product: NodeJS.ProcessEnv, env: NodeJS.ProcessEnv = process.env): string {
  return Object.entries(product)
    .filter(
      ([name, value]) => value !== undefined && (env[name] !== value || /^(GRADUS|TEMPORAL)_/.test(name)),
    )
    .map(([name, value]) => `export ${name}='${value?.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}

function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
