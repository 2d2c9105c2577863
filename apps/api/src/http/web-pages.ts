import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { AppConfig } from '@gradus/config';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';

/** Paths that are never pages: an unknown one is a 404 of the API, not the web application. */
const NOT_PAGES = /^\/(api|health|\.well-known)(\/|$)/;

/**
 * Serves the built web application, when there is one: hashed files for ever, everything else that is not a file is a
 * page of the application.
 */
export async function servePages(app: NestFastifyApplication, config: AppConfig): Promise<void> {
  const root = config.api.webDist && path.resolve(config.api.webDist);
  if (!root || !existsSync(path.join(root, 'index.html'))) return;
  await app.register(fastifyStatic, { root, serve: false, cacheControl: false, index: false });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/*', (request, reply) => {
    const pathname = decodedPath(request.url);
    if (pathname === null || NOT_PAGES.test(pathname)) return reply.callNotFound();
    if (pathname.startsWith('/assets/')) {
      return existsIn(root, pathname)
        ? reply.header('Cache-Control', 'public, max-age=31536000, immutable').sendFile(pathname.slice(1))
        : reply.callNotFound();
    }
    if (pathname !== '/' && path.extname(pathname) && existsIn(root, pathname)) {
      return reply.header('Cache-Control', 'public, max-age=300').sendFile(pathname.slice(1));
    }
    return sendPage(reply);
  });
}

/** The web application's one page; for routes outside /api that are a page for people and a document for programs. */
export function sendPage(reply: FastifyReply): FastifyReply {
  return reply.header('Cache-Control', 'no-cache').sendFile('index.html');
}

/** Whether whoever asks is a browser that wants a page. */
export const wantsPage = (accept: string | undefined) => (accept ?? '').includes('text/html');

function existsIn(root: string, pathname: string): boolean {
  const file = path.join(root, pathname);
  return file.startsWith(root + path.sep) && !pathname.includes('\0') && existsSync(file);
}

function decodedPath(url: string): string | null {
  try {
    return decodeURIComponent(url.split('?')[0]!);
  } catch {
    return null;
  }
}
