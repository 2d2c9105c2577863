import type { NamedKey } from './fields.ts';
import type { KeyedEnvironment } from './made-up-keys.ts';

/** The settings of this process: read once by `loadConfig`, frozen, and injectable by this class as token. */
export class AppConfig {
  readonly environment: 'production' | 'development' | 'test';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly database: { readonly url: string };
  /** Without an address, live views go through PostgreSQL NOTIFY. */
  readonly redis: { readonly url: string | undefined };
  readonly temporal: TemporalSettings;
  readonly api: ApiSettings;
  readonly worker: { readonly healthPort: number };
  readonly auth: { readonly jwtSeed: Uint8Array; readonly linkSecret: string };
  /** Keys that wrap people's data keys; the first is the current one. */
  readonly dataKeys: readonly NamedKey[];
  readonly mail: { readonly url: string; readonly from: string };
  readonly payments: PaymentSettings;
  /** Hosts inside that automations may call all the same. */
  readonly calls: { readonly inside: readonly string[] };
  readonly grader: GraderSettings;
  readonly credentials: { readonly issuerSeed: Uint8Array };
  readonly retries: { readonly horizonSeconds: number; readonly maxIntervalSeconds: number };
  readonly limits: LimitSettings;
  readonly demo: DemoSettings;
  readonly sweepSeconds: number;
  readonly clearingMinutes: number;

  constructor(env: KeyedEnvironment) {
    this.environment = env.NODE_ENV;
    this.logLevel = env.GRADUS_LOG_LEVEL;
    this.database = { url: env.DATABASE_URL };
    this.redis = { url: env.REDIS_URL };
    this.temporal = {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      taskQueue: env.GRADUS_TASK_QUEUE,
      payloadKeys: env.GRADUS_PAYLOAD_KEYS,
    };
    this.api = {
      host: env.GRADUS_API_HOST,
      port: env.GRADUS_API_PORT,
      publicUrl: env.GRADUS_PUBLIC_URL,
      webDist: env.GRADUS_WEB_DIST,
      trustedProxies: env.GRADUS_TRUSTED_PROXIES ?? [],
    };
    this.worker = { healthPort: env.GRADUS_WORKER_HEALTH_PORT };
    this.auth = { jwtSeed: env.GRADUS_JWT_SEED, linkSecret: env.GRADUS_LINK_SECRET };
    this.dataKeys = env.GRADUS_DATA_KEYS;
    this.mail = { url: env.SMTP_URL, from: env.GRADUS_MAIL_FROM };
    this.payments = {
      secretKey: env.STRIPE_SECRET_KEY,
      webhookSecrets: env.STRIPE_WEBHOOK_SECRETS,
      apiUrl: env.STRIPE_API_URL,
    };
    this.calls = { inside: env.GRADUS_CALLS_INSIDE ?? [] };
    this.grader = graderOf(env);
    this.credentials = { issuerSeed: env.GRADUS_ISSUER_SEED };
    this.retries = {
      horizonSeconds: env.GRADUS_RETRY_HORIZON_SECONDS,
      maxIntervalSeconds: env.GRADUS_RETRY_MAX_INTERVAL_SECONDS,
    };
    this.limits = limitsOf(env);
    this.demo = {
      enabled: env.GRADUS_DEMO,
      mailInboxUrl: env.GRADUS_MAIL_INBOX_URL,
      paymentsUrl: env.GRADUS_PAYMENTS_URL,
      temporalUiUrl: env.GRADUS_TEMPORAL_UI_URL,
      learnerUrl: env.GRADUS_LEARNER_URL,
      receiverUrl: env.GRADUS_WEBHOOK_RECEIVER_URL,
    };
    this.sweepSeconds = env.GRADUS_SWEEP_SECONDS;
    this.clearingMinutes = env.GRADUS_CLEARING_MINUTES;
    freeze(this);
  }
}

/** Where the API listens, and where people find it. */
export interface ApiSettings {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly webDist: string | undefined;
  /** Proxies whose X-Forwarded-For is believed; nobody else's is. */
  readonly trustedProxies: readonly string[];
}

/** Where Temporal is, and the keys of what is stored there; the first key is the current one. */
export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly payloadKeys: readonly NamedKey[];
}

/** The Stripe account, or with `apiUrl` its stand-in. */
export interface PaymentSettings {
  readonly secretKey: string;
  readonly webhookSecrets: readonly string[];
  readonly apiUrl: string | undefined;
}

/** Who proposes grades; key and address are those of the chosen provider. */
export interface GraderSettings {
  readonly provider: 'local' | 'openai' | 'anthropic';
  readonly model: string | undefined;
  readonly apiKey: string | undefined;
  readonly baseUrl: string | undefined;
}

/** Requests allowed in a window. */
export interface LimitSettings {
  readonly authPerMinute: number;
  readonly refreshPerMinute: number;
  readonly generationPerHour: number;
  readonly generalPerHour: number;
  readonly analyticsPerHour: number;
}

/** What only the demo shows. */
export interface DemoSettings {
  readonly enabled: boolean;
  readonly mailInboxUrl: string | undefined;
  readonly paymentsUrl: string | undefined;
  readonly temporalUiUrl: string | undefined;
  /** Who plays simulated learners. */
  readonly learnerUrl: string | undefined;
  /** Who stands in for other systems that are called. */
  readonly receiverUrl: string | undefined;
}

function graderOf(env: KeyedEnvironment): GraderSettings {
  const provider = env.GRADUS_GRADER;
  const access = {
    local: { apiKey: undefined, baseUrl: undefined },
    openai: { apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL },
    anthropic: { apiKey: env.ANTHROPIC_API_KEY, baseUrl: env.ANTHROPIC_BASE_URL },
  };
  return { provider, model: env.GRADUS_GRADER_MODEL, ...access[provider] };
}

function limitsOf(env: KeyedEnvironment): LimitSettings {
  return {
    authPerMinute: env.GRADUS_RATE_AUTH_PER_MINUTE,
    refreshPerMinute: env.GRADUS_RATE_REFRESH_PER_MINUTE,
    generationPerHour: env.GRADUS_RATE_GENERATION_PER_HOUR,
    generalPerHour: env.GRADUS_RATE_GENERAL_PER_HOUR,
    analyticsPerHour: env.GRADUS_RATE_ANALYTICS_PER_HOUR,
  };
}

/** Freezes all the way down; bytes cannot be frozen and stay as they are. */
function freeze(value: object): void {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null && !(part instanceof Uint8Array)) freeze(part as object);
  }
  Object.freeze(value);
}
