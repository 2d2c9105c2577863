import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '@gradus/config';
import { createDataSource } from '@gradus/database';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { policyTable, routePolicies } from '../access/policy-table.ts';
import { ApiModule } from '../api.module.ts';
import { configureApi, fastifyAdapter } from '../create-api.ts';
import { openApiDocument } from './openapi.ts';

const REFRESH = 'UPDATE_DOCUMENTS=yes NODE_OPTIONS=--experimental-vm-modules npx jest documents.spec';
const docs = path.resolve(import.meta.dirname, '../../../../docs');

let app: NestFastifyApplication;
const served = new Set<string>();

/** The whole API without a single service: nothing connects before it is asked. */
beforeAll(async () => {
  const url = 'postgres://nobody@127.0.0.1:1/nothing';
  const config = loadConfig({ DATABASE_URL: url, TEMPORAL_ADDRESS: '127.0.0.1:1', NODE_ENV: 'test' });
  const testing = await Test.createTestingModule({ imports: [ApiModule.with(config)] })
    .overrideProvider(DataSource)
    .useValue(createDataSource({ url }))
    .compile();
  app = testing.createNestApplication<NestFastifyApplication>(fastifyAdapter(config), { logger: false });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url: address }) => {
      for (const one of [method].flat()) served.add(`${one} ${address}`);
    });
  await configureApi(app, config);
  await app.init();
});
afterAll(() => app.close());

/** Compares, or with UPDATE_DOCUMENTS writes, a file that is made from the code. */
function isFresh(name: string, text: string): void {
  const file = path.join(docs, name);
  if (process.env.UPDATE_DOCUMENTS) writeFileSync(file, text);
  const stored = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (stored !== text) throw new Error(`docs/${name} is stale. Refresh it with: ${REFRESH}`);
}

describe('access', () => {
  it('has a policy on every route', () => {
    const without = routePolicies(app).filter(({ policy }) => !policy);
    expect(without.map(({ handler }) => handler)).toEqual([]);
  });

  it('knows every route that is served', () => {
    const known = new Set(routePolicies(app).map(({ method, path: address }) => `${method} ${address}`));
    const own = [...served].filter(
      (route) => !/^(HEAD|OPTIONS) | \/api\/docs/.test(route) && !route.endsWith(' /*'),
    );
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter((route) => !known.has(route))).toEqual([]);
  });

  it('is written down in docs/access.md', () => {
    isFresh('access.md', policyTable(routePolicies(app)));
  });
});

describe('the OpenAPI document', () => {
  it('is written down in docs/openapi.json', () => {
    isFresh('openapi.json', `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
  });

  it('names its schemas', () => {
    const document = openApiDocument(app);
    expect(Object.keys(document.components?.schemas ?? {})).toEqual(
      expect.arrayContaining(['ProblemDetails', 'RegisterPerson', 'Session', 'Me']),
    );
  });
});
