import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCaller, type CallerOptions } from './caller.ts';

let answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
  void response.end('{}');
const seen: IncomingMessage[] = [];
const server = createServer((request, response) => {
  seen.push(request);
  request.resume().on('end', () => answer(request, response));
});
let host = '';

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (url: string, options: Partial<CallerOptions> = {}, body = '{}') =>
  createCaller({ inside: [host], ...options }).post({ url, body, headers: { 'idempotency-key': 'k' } });

describe('what leads inside is never called', () => {
  const urls = [
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fe80::1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]/',
  ];
  it.each(urls)('%s', async (url) => {
    await expect(post(url)).rejects.toMatchObject({ code: 'call.address-inside' });
  });

  it('not by a name either, though only one of its addresses leads there', async () => {
    const resolve = () => Promise.resolve(['93.184.216.34', '10.0.0.5']);
    await expect(post('https://innocent.test/', { resolve })).rejects.toMatchObject({
      code: 'call.address-inside',
    });
  });

  it('nor by a name that answers differently the second time: it is asked once, and that address is used', async () => {
    let asked = 0;
    const resolve = () => Promise.resolve([(asked += 1) === 1 ? '127.0.0.1' : '93.184.216.34']);
    const port = host.split(':')[1]!;
    const rebound = `rebound.test:${port}`;
    await expect(post(`http://${rebound}/`, { resolve, inside: [rebound] })).resolves.toMatchObject({
      status: 200,
    });
    expect(asked).toBe(1);
    expect(seen.at(-1)!.headers.host).toBe(rebound);
  });

  it('nor at another port of a host that is allowed', async () => {
    await expect(post('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'call.not-encrypted' });
  });
});

describe('a call', () => {
  it('brings body and headers and takes the answer back', async () => {
    answer = (_request, response) => response.writeHead(201).end('{"id":7}');
    await expect(post(`http://${host}/in`)).resolves.toEqual({ status: 201, body: '{"id":7}' });
    expect(seen.at(-1)!.headers).toMatchObject({
      'idempotency-key': 'k',
      'content-type': 'application/json',
    });
  });

  it('follows no redirect', async () => {
    answer = (_request, response) => response.writeHead(307, { location: `http://${host}/elsewhere` }).end();
    const before = seen.length;
    await expect(post(`http://${host}/`)).rejects.toMatchObject({ code: 'call.redirected' });
    expect(seen.length).toBe(before + 1);
  });

  it('tells what may be tried again from what may not', async () => {
    const codes: Record<number, string> = {
      400: 'call.rejected',
      410: 'call.rejected',
      500: 'call.server-error',
    };
    for (const [status, code] of Object.entries(codes)) {
      answer = (_request, response) => response.writeHead(Number(status)).end();
      await expect(post(`http://${host}/`)).rejects.toMatchObject({ code });
    }
    answer = (_request, response) => response.writeHead(429, { 'retry-after': '7' }).end();
    await expect(post(`http://${host}/`)).rejects.toMatchObject({
      code: 'call.rate-limited',
      retryAfterMs: 7000,
    });
  });

  it('waits for nobody for ever and reads no endless answer', async () => {
    answer = () => {};
    await expect(post(`http://${host}/`, { timeoutMs: 80 })).rejects.toMatchObject({
      code: 'call.timed-out',
    });
    answer = (_request, response) => response.writeHead(200).end('x'.repeat(70_000));
    await expect(post(`http://${host}/`)).rejects.toMatchObject({ code: 'call.answer-too-large' });
    await expect(post(`http://${host}/`, {}, 'x'.repeat(300_000))).rejects.toMatchObject({
      code: 'call.body-too-large',
    });
  });

  it('says when a name is not there, or nobody listens', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    await expect(post('https://gone.test/', { resolve })).rejects.toMatchObject({ code: 'call.unreachable' });
    await expect(post('http://127.0.0.1:9/', { inside: ['127.0.0.1:9'] })).rejects.toMatchObject({
      code: 'call.unreachable',
    });
  });
});
