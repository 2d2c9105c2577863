import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiUnderTest } from '../testing/api-under-test.ts';

const root = mkdtempSync(path.join(tmpdir(), 'gradus-web-'));
const dist = path.join(root, 'dist');
let api: ApiUnderTest;

beforeAll(async () => {
  mkdirSync(path.join(dist, 'assets'), { recursive: true });
  writeFileSync(path.join(dist, 'index.html'), '<!doctype html><title>The page</title>');
  writeFileSync(path.join(dist, 'assets/index-abc123.js'), 'export {};');
  writeFileSync(path.join(dist, 'favicon.svg'), '<svg/>');
  writeFileSync(path.join(root, 'secret.txt'), 'secret');
  api = await ApiUnderTest.start({ GRADUS_WEB_DIST: dist });
});
afterAll(async () => {
  await api.stop();
  rmSync(root, { recursive: true });
});

const get = (url: string, accept = 'text/html') => api.ask('GET', url, { headers: { accept } });

describe('the built web application', () => {
  it('is what every address of a page answers', async () => {
    for (const url of [
      '/',
      '/courses/7/learn',
      '/sign-in',
      '/unsubscribe?token=x',
      '/credentials/6e0f7a52-5c7a-4bb0-9c1b-0a4f8a9d9a01',
    ]) {
      const page = await get(url);
      expect({ url, status: page.status, body: page.body }).toMatchObject({
        url,
        status: 200,
        body: expect.stringContaining('The page'),
      });
      expect(page.headers['cache-control']).toBe('no-cache');
    }
  });

  it('keeps hashed files for ever, others for a while', async () => {
    expect((await get('/assets/index-abc123.js')).headers['cache-control']).toContain('immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('public, max-age=300');
  });

  it('does not answer for what is missing, or for the API', async () => {
    expect((await get('/assets/index-old.js')).body.code).toBe('route.not-found');
    expect((await get('/api/nothing')).body.code).toBe('route.not-found');
    expect((await get('/health/nothing')).body.code).toBe('route.not-found');
    expect((await get('/.well-known/nothing')).status).toBe(404);
  });

  it('shows nothing outside its folder', async () => {
    for (const url of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/a%00.txt',
    ]) {
      expect(JSON.stringify((await get(url)).body)).not.toContain('"secret"');
      expect((await get(url)).status).toBeLessThan(500);
    }
  });
});
