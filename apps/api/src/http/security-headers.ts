import helmet from '@fastify/helmet';
import type { AppConfig } from '@gradus/config';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Our pages load nothing from anywhere else. Styles may be inline: React Flow and the charts set them on elements.
 * Whether browsers insist on https depends on how people reach us.
 */
export async function secureHeaders(app: NestFastifyApplication, config: AppConfig): Promise<void> {
  const https = config.api.publicUrl.startsWith('https:');
  // Answers are somebody's own: no cache on the way or on a shared machine keeps them.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (request.url.startsWith('/api/')) void reply.header('Cache-Control', 'no-store');
      done();
    });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    xFrameOptions: { action: 'deny' },
  });
}
