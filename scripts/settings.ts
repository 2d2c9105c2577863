import path from 'node:path';
import { Refusal } from './refusal.ts';

/** The repository's root folder. */
export const repositoryRoot = path.resolve(import.meta.dirname, '..');

/** Every port the local set-up may listen on: what it is for, the variable that moves it, and where it is by default. */
export const portTable = {
  api: { purpose: 'the web page and API', variable: 'GRADUS_API_PORT', port: 4000 },
  workerHealth: { purpose: "the worker's health page", variable: 'GRADUS_WORKER_HEALTH_PORT', port: 24001 },
  postgres: { purpose: 'PostgreSQL', variable: 'GRADUS_PG_PORT', port: 24432 },
  temporal: { purpose: 'Temporal', variable: 'GRADUS_TEMPORAL_PORT', port: 24233 },
  temporalUi: { purpose: "Temporal's own pages", variable: 'GRADUS_TEMPORAL_UI_PORT', port: 24833 },
  redis: { purpose: 'Valkey', variable: 'GRADUS_REDIS_PORT', port: 24379 },
  mailSmtp: { purpose: 'the mail inbox (SMTP)', variable: 'GRADUS_MAIL_SMTP_PORT', port: 24025 },
  mailHttp: { purpose: 'the mail inbox (page)', variable: 'GRADUS_MAIL_HTTP_PORT', port: 24080 },
  payments: { purpose: 'the payments stand-in', variable: 'GRADUS_PAYMENTS_PORT', port: 24242 },
  ai: { purpose: 'the AI provider stand-in', variable: 'GRADUS_AI_PORT', port: 24040 },
  learner: { purpose: 'the simulated learners', variable: 'GRADUS_LEARNER_PORT', port: 24050 },
  receiver: { purpose: 'the webhook receiver', variable: 'GRADUS_WEBHOOK_RECEIVER_PORT', port: 24060 },
} as const;

/** The name of a port in {@link portTable}. */
export type PortName = keyof typeof portTable;

/** A port number for each name. */
export type Ports = Record<PortName, number>;

/** Where this copy of Gradus keeps its things and listens, and which parts it was given from outside. */
export interface Settings {
  /** Folder of databases, logs and secrets. */
  data: string;
  /** Folder of downloaded programs; outlives `--reset` and is the same for every data folder of this clone. */
  downloads: string;
  ports: Ports;
  given: {
    databaseUrl?: string;
    temporalAddress?: string;
    redisUrl?: string;
    smtpUrl?: string;
    stripeKey?: string;
  };
  /** Speed before safety: for data that a test throws away. */
  throwaway: boolean;
}

/** Reads the settings of the local set-up from the environment. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    data: path.resolve(repositoryRoot, env.GRADUS_DATA || '.gradus'),
    downloads: path.join(repositoryRoot, '.gradus', 'bin'),
    ports: readPorts(env),
    given: {
      databaseUrl: env.DATABASE_URL || undefined,
      temporalAddress: env.TEMPORAL_ADDRESS || undefined,
      redisUrl: env.REDIS_URL || undefined,
      smtpUrl: env.SMTP_URL || undefined,
      stripeKey: env.STRIPE_SECRET_KEY || undefined,
    },
    throwaway: false,
  };
}

function readPorts(env: NodeJS.ProcessEnv): Ports {
  const names = Object.keys(portTable) as PortName[];
  const ports = Object.fromEntries(names.map((name) => [name, readPort(name, env)])) as Ports;
  for (const [index, name] of names.entries()) {
    const twin = names.slice(0, index).find((other) => ports[other] === ports[name]);
    if (twin) {
      throw new Refusal(
        `${portTable[twin].variable} and ${portTable[name].variable} are both ${ports[name]}; give each its own port.`,
      );
    }
  }
  return ports;
}

function readPort(name: PortName, env: NodeJS.ProcessEnv): number {
  const { variable, port } = portTable[name];
  const text = env[variable];
  if (!text) return port;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new Refusal(`${variable} is "${text}"; it must be a port number between 1 and 65535.`);
}
