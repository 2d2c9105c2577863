import { z } from 'zod';
import {
  address,
  base64Key,
  keyRing,
  port,
  webAddress,
  wholeNumber,
  wordList,
  yesOrNo,
  type VariableNote,
} from './fields.ts';

const note = (group: string, description: string, more: Partial<VariableNote> = {}): VariableNote => ({
  group,
  description,
  ...more,
});
const secret = { secret: true, required: 'production' } as const;
const text = z.string();
const day = 86_400;

/**
 * Every variable that product code reads, with its shape, default and meaning. `.env.example` is generated from this
 * and `docker-compose.yml` is held against it.
 */
export const Environment = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'], { error: 'must be production, development or test' })
    .default('development')
    .meta(
      note(
        'Process',
        'In production every key has to be given; elsewhere missing ones are made up at start.',
      ),
    ),
  GRADUS_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' })
    .default('info')
    .meta(note('Process', 'The least important kind of line that is still logged.')),

  DATABASE_URL: address('postgres', 'postgresql').meta(
    note('Services', 'PostgreSQL 16 or newer.', {
      required: 'always',
      secret: true,
      example: 'postgres://gradus:password@127.0.0.1:5432/gradus',
    }),
  ),
  REDIS_URL: address('redis', 'rediss')
    .optional()
    .meta(
      note('Services', 'Redis or Valkey. Without it live views go through PostgreSQL NOTIFY.', {
        example: 'redis://127.0.0.1:6379',
      }),
    ),
  TEMPORAL_ADDRESS: text
    .regex(/^[^\s/]+:\d+$/, { error: 'must be written host:port' })
    .meta(note('Services', 'Temporal, as host:port.', { required: 'always', example: '127.0.0.1:7233' })),
  TEMPORAL_NAMESPACE: text.default('default').meta(note('Services', 'The namespace in Temporal.')),
  GRADUS_TASK_QUEUE: text.default('gradus').meta(note('Services', 'The task queue in Temporal.')),

  GRADUS_API_PORT: port.default(4000).meta(note('API and worker', 'Port of the API.')),
  GRADUS_API_HOST: text
    .default('127.0.0.1')
    .meta(
      note('API and worker', 'Address the API listens on; 0.0.0.0 in a container.', { example: '0.0.0.0' }),
    ),
  GRADUS_TRUSTED_PROXIES: wordList
    .optional()
    .meta(
      note(
        'API and worker',
        'Addresses or networks of the proxies before the API, separated by commas: only their X-Forwarded-For is believed.',
        { example: '10.0.0.0/8' },
      ),
    ),
  GRADUS_WORKER_HEALTH_PORT: port
    .default(24_001)
    .meta(note('API and worker', "Port of the worker's health page.")),
  GRADUS_PUBLIC_URL: webAddress.default('http://127.0.0.1:4000').meta(
    note('API and worker', 'Address of web and API as people see it; links in mail begin with it.', {
      required: 'production',
      example: 'https://learn.example.org',
    }),
  ),
  GRADUS_WEB_DIST: text.optional().meta(
    note('API and worker', 'Folder of the built web pages; the API serves them when it is set.', {
      example: 'web/dist',
    }),
  ),
  GRADUS_SWEEP_SECONDS: wholeNumber(1, 3600)
    .default(60)
    .meta(note('API and worker', 'How often the worker looks for runs that were overlooked.')),
  GRADUS_CLEARING_MINUTES: wholeNumber(1, 7 * 1_440)
    .default(60)
    .meta(
      note(
        'API and worker',
        'How often the worker deletes what has expired: sign-ins, mailed links, kept answers, tickets, rate counts.',
      ),
    ),
  GRADUS_RETRY_HORIZON_SECONDS: wholeNumber(1, 30 * day)
    .default(day)
    .meta(note('API and worker', 'How long a failing effect is retried before its step blocks.')),
  GRADUS_RETRY_MAX_INTERVAL_SECONDS: wholeNumber(1, day)
    .default(60)
    .meta(note('API and worker', 'The longest pause between two tries.')),

  GRADUS_PAYLOAD_KEYS: keyRing
    .optional()
    .meta(
      note(
        'Keys',
        'Keys of what is stored in Temporal, as id:base64,id2:base64; the first closes, all open. Make one: openssl rand -base64 32',
        secret,
      ),
    ),
  GRADUS_DATA_KEYS: keyRing
    .optional()
    .meta(note('Keys', "Keys that wrap each person's data key, written the same way.", secret)),
  GRADUS_JWT_SEED: base64Key
    .optional()
    .meta(note('Keys', 'Ed25519 seed that signs access tokens (32 bytes, base64).', secret)),
  GRADUS_ISSUER_SEED: base64Key
    .optional()
    .meta(note('Keys', 'Ed25519 seed that signs credentials (32 bytes, base64).', secret)),
  GRADUS_LINK_SECRET: text
    .min(32, { error: 'must be at least 32 characters' })
    .optional()
    .meta(note('Keys', 'Signs the links in mail: unsubscribe, verify, reset.', secret)),

  SMTP_URL: address('smtp', 'smtps')
    .default('smtp://127.0.0.1:24025')
    .meta(
      note('Mail', 'Mail server.', {
        required: 'production',
        secret: true,
        example: 'smtps://user:password@smtp.example.org',
      }),
    ),
  GRADUS_MAIL_FROM: text.default('Gradus <no-reply@gradus.local>').meta(
    note('Mail', 'Sender of every mail.', {
      required: 'production',
      example: 'Gradus <no-reply@example.org>',
    }),
  ),

  STRIPE_SECRET_KEY: text.optional().meta(note('Payments', 'Secret key of the Stripe account.', secret)),
  STRIPE_WEBHOOK_SECRETS: wordList
    .optional()
    .meta(
      note(
        'Payments',
        'Signing secrets of the webhook endpoint, separated by commas while one is being replaced.',
        secret,
      ),
    ),
  STRIPE_API_URL: webAddress.optional().meta(
    note('Payments', "Another server that speaks Stripe's API: the stand-in.", {
      example: 'http://127.0.0.1:24242',
    }),
  ),

  GRADUS_GRADER: z
    .enum(['local', 'openai', 'anthropic'], { error: 'must be local, openai or anthropic' })
    .default('local')
    .meta(note('Grading', 'Who proposes grades.')),
  GRADUS_GRADER_MODEL: text.optional().meta(note('Grading', 'Model of the provider; each has a default.')),
  OPENAI_API_KEY: text
    .optional()
    .meta(note('Grading', 'Needed when GRADUS_GRADER is openai.', { secret: true })),
  OPENAI_BASE_URL: webAddress.optional().meta(note('Grading', "Another server that speaks OpenAI's API.")),
  ANTHROPIC_API_KEY: text
    .optional()
    .meta(note('Grading', 'Needed when GRADUS_GRADER is anthropic.', { secret: true })),
  ANTHROPIC_BASE_URL: webAddress
    .optional()
    .meta(note('Grading', "Another server that speaks Anthropic's API.")),

  GRADUS_CALLS_INSIDE: wordList
    .optional()
    .meta(
      note(
        'Calls to others',
        'Hosts inside (host:port, separated by commas) that automations may call all the same, without encryption if need be. None in production, usually.',
        { example: '127.0.0.1:24060' },
      ),
    ),
  GRADUS_WEBHOOK_RECEIVER_URL: webAddress
    .optional()
    .meta(note('Demo', 'Page of the receiver that stands in for other systems, linked for staff.')),

  GRADUS_RATE_AUTH_PER_MINUTE: limit(5, 'Sign-ins and registrations a minute, per address and account.'),
  GRADUS_RATE_REFRESH_PER_MINUTE: limit(30, 'Token refreshes a minute.'),
  GRADUS_RATE_GENERATION_PER_HOUR: limit(100, 'Content generations an hour, per account.'),
  GRADUS_RATE_GENERAL_PER_HOUR: limit(1000, 'Other requests an hour, per account.'),
  GRADUS_RATE_ANALYTICS_PER_HOUR: limit(1000, 'Analytics requests an hour, per account.'),

  GRADUS_DEMO: yesOrNo
    .default(false)
    .meta(
      note(
        'Demo',
        'Shows the demo sign-ins, simulated learners and links to the stand-ins. Refused in production.',
      ),
    ),
  GRADUS_MAIL_INBOX_URL: webAddress
    .optional()
    .meta(note('Demo', 'Page of the mail stand-in, linked for ops.')),
  GRADUS_PAYMENTS_URL: webAddress
    .optional()
    .meta(note('Demo', 'Page of the payments stand-in, linked for ops.')),
  GRADUS_LEARNER_URL: webAddress
    .optional()
    .meta(note('Demo', 'The process that plays simulated learners.', { example: 'http://127.0.0.1:24090' })),
  GRADUS_TEMPORAL_UI_URL: webAddress.optional().meta(note('Demo', "Temporal's own pages, linked for ops.")),
});

/** The environment after checking. */
export type Environment = z.output<typeof Environment>;

function limit(usual: number, description: string) {
  return wholeNumber(1, 10_000_000).default(usual).meta(note('Limits', description));
}
