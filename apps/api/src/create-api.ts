import cookie from '@fastify/cookie';
import type { AppConfig } from '@gradus/config';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveDocumentation } from './documentation/openapi.ts';
import { logRequests, requestIdOf } from './http/request-log.ts';
import { addressWithin } from './http/second-addresses.ts';
import { secureHeaders } from './http/security-headers.ts';
import { servePages } from './http/web-pages.ts';
import { answerProblem } from './problems/problem.filter.ts';

/** The largest body we take; the largest we send ourselves is a draft's definition with its layout. */
const BODY_BYTES = 1_048_576;

/** Paths beside /api. */
const OUTSIDE_API = ['health/*path', '.well-known/*path'];

/** Mail programs may send their one-click POST as a form; what is in it says nothing. */
const FORM_BYTES = 4_096;

/** The HTTP server before Nest is on it. Nobody's X-Forwarded-For counts but that of the proxies we were told of. */
export function fastifyAdapter(config: AppConfig): FastifyAdapter {
  const { trustedProxies } = config.api;
  return new FastifyAdapter({
    bodyLimit: BODY_BYTES,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    rewriteUrl: addressWithin,
    genReqId: requestIdOf,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    frameworkErrors: answerProblem,
    logger: false,
  });
}

/** Everything between the adapter and the resources; the same for `main.ts` and the tests. */
export async function configureApi(app: NestFastifyApplication, config: AppConfig): Promise<void> {
  app.setGlobalPrefix('api', { exclude: OUTSIDE_API });
  logRequests(app.getHttpAdapter().getInstance());
  app
    .getHttpAdapter()
    .getInstance()
    .addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: FORM_BYTES },
      (_request: unknown, _body: unknown, done: (error: null) => void) => done(null),
    );
  await app.register(cookie);
  await secureHeaders(app, config);
  serveDocumentation(app);
  await servePages(app, config);
}
