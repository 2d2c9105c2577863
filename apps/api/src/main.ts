import 'reflect-metadata';
import { EnvironmentInvalidError, loadConfig, type AppConfig } from '@gradus/config';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from './api.module.ts';
import { configureApi, fastifyAdapter } from './create-api.ts';
import { RequestLogger } from './http/request-log.ts';

async function start(config: AppConfig): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(config),
    fastifyAdapter(config),
    { rawBody: true, logger: new RequestLogger(config.logLevel), abortOnError: false },
  );
  app.enableShutdownHooks();
  await configureApi(app, config);
  await app.listen(config.api.port, config.api.host);
  new Logger('Api').log(`Listening on ${config.api.host}:${config.api.port}`);
}

/** What keeps us from starting, in a sentence where the cause is not ours. */
function reason(error: unknown): unknown {
  if (error instanceof EnvironmentInvalidError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return 'The API cannot listen: its port is taken. Set GRADUS_API_PORT to another.';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return 'The API cannot start: PostgreSQL does not answer at the address in DATABASE_URL.';
  return error;
}

try {
  await start(loadConfig());
} catch (error) {
  console.error(reason(error));
  process.exit(1);
}
