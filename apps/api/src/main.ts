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

try {
  await start(loadConfig());
} catch (error) {
  const known = error instanceof EnvironmentInvalidError || !(error instanceof Error);
  console.error(known ? String((error as Error | undefined)?.message ?? error) : error);
  process.exit(1);
}
