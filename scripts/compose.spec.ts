import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { describeEnvironment, loadConfig } from '../libs/config/src/index.ts';

// No container engine runs here: this holds the files against the schema of the environment and against each other.

interface Service {
  image?: string;
  build?: { dockerfile: string; target: string };
  environment?: Record<string, string>;
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
}

const root = path.resolve(import.meta.dirname, '..');
const read = (place: string): string => readFileSync(path.join(root, place), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};
const { services } = compose;
const ours = ['setup', 'api', 'worker'];
const variables = describeEnvironment();
const ownOfTheFile = ['POSTGRES_PASSWORD', 'TEMPORAL_POSTGRES_PASSWORD'];

describe('docker-compose.yml', () => {
  it('has the parts of the production shape, each from a pinned image or a target of the Dockerfile', () => {
    expect(Object.keys(services).toSorted()).toEqual([
      'api',
      'postgres',
      'setup',
      'temporal',
      'temporal-namespace',
      'temporal-postgres',
      'temporal-schema',
      'temporal-ui',
      'valkey',
      'worker',
    ]);
    for (const { build } of ours.map((name) => services[name] ?? {})) {
      expect(read(build?.dockerfile ?? '')).toContain(` AS ${build?.target}\n`);
    }
    const others = Object.entries(services).filter(([name]) => !ours.includes(name));
    for (const [, { image }] of others) expect(image).toMatch(/^[\w/-]+:\d+\.\d+[\w.-]*$/);
  });

  it.each(ours)('gives %s only variables that the schema knows', (name) => {
    const known = variables.map((variable) => variable.name);
    expect(known).toEqual(expect.arrayContaining(Object.keys(services[name]?.environment ?? {})));
  });

  it.each(ours)('gives %s every variable that production needs', (name) => {
    const needed = variables.filter(({ required }) => required).map((variable) => variable.name);
    expect(Object.keys(services[name]?.environment ?? {})).toEqual(expect.arrayContaining(needed));
  });

  it.each(ours)('starts %s once the person has filled in .env', (name) => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const filledIn: Record<string, string> = {
      POSTGRES_PASSWORD: 'word',
      GRADUS_PUBLIC_URL: 'https://learn.example.org',
      GRADUS_PAYLOAD_KEYS: `a:${key}`,
      GRADUS_DATA_KEYS: `a:${key}`,
      GRADUS_JWT_SEED: key,
      GRADUS_ISSUER_SEED: key,
      GRADUS_LINK_SECRET: key,
      SMTP_URL: 'smtps://smtp.example.org',
      GRADUS_MAIL_FROM: 'School <school@example.org>',
      STRIPE_SECRET_KEY: 'sk_live_1',
      STRIPE_WEBHOOK_SECRETS: 'whsec_1',
    };
    const environment = Object.entries(services[name]?.environment ?? {}).map(([variable, value]) => [
      variable,
      substituted(String(value), filledIn),
    ]);
    const config = loadConfig(Object.fromEntries(environment));
    expect(config.environment).toBe('production');
    expect(config.temporal.address).toBe('temporal:7233');
  });

  it('asks only for variables that the schema or this file explains', () => {
    const asked = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    expect([...variables.map(({ name }) => name), ...ownOfTheFile]).toEqual(expect.arrayContaining(asked));
  });

  it('repeats the defaults of the schema', () => {
    for (const [, name, value] of read('docker-compose.yml').matchAll(/\$\{(\w+):-([^}]+)\}/g)) {
      expect({ name, value }).toEqual({
        name,
        value: variables.find((it) => it.name === name)?.defaultValue,
      });
    }
  });

  it('publishes the API, and nothing else to other machines', () => {
    const { GRADUS_API_PORT } = services.api?.environment ?? {};
    const open = Object.values(services).flatMap(({ ports = [] }) =>
      ports.filter((port) => !port.startsWith('127.0.0.1:')),
    );
    expect(open).toEqual([`${GRADUS_API_PORT}:${GRADUS_API_PORT}`]);
    expect(read('deploy/Dockerfile')).toContain(`EXPOSE ${GRADUS_API_PORT}\n`);
  });

  it('refers only to services, volumes and files that are there', () => {
    for (const { depends_on = {}, volumes = [] } of Object.values(services)) {
      expect(Object.keys(services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
      const sources = volumes.map((volume) => volume.split(':')[0] ?? '');
      const isThere = (source: string) =>
        source.startsWith('.') ? existsSync(path.join(root, source)) : source in compose.volumes;
      expect(sources.filter((source) => !isThere(source))).toEqual([]);
    }
  });
});

describe('deploy/Dockerfile', () => {
  it('sets only variables that the schema knows', () => {
    const set = [...read('deploy/Dockerfile').matchAll(/\b((?:GRADUS_|NODE_ENV)\w*)=/g)].map(
      ([, name]) => name,
    );
    expect(variables.map(({ name }) => name)).toEqual(expect.arrayContaining(set));
  });

  it('runs on the Node major that npm start uses', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: { node: string } };
    const major = dependencies.node.split('.')[0];
    for (const [, image] of read('deploy/Dockerfile').matchAll(/^FROM (node:\S+)/gm)) {
      expect(image).toBe(`node:${major}-bookworm-slim`);
    }
  });
});

/** What docker compose makes of `${NAME}`, `${NAME:-default}` and `${NAME:?reason}`. */
function substituted(text: string, given: Record<string, string>): string {
  return text.replaceAll(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_whole, name: string, kind: string, rest: string) => {
      const value = given[name];
      if (value) return value;
      if (kind === '?') throw new Error(`${name} is asked for and not filled in`);
      return kind === '-' ? rest : '';
    },
  );
}
