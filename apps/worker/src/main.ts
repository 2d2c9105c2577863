import 'reflect-metadata';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { WorkerModule } from './worker.module.ts';

// Before anything else of Temporal: signals are handled by Nest, which stops the parts in order.
Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN') });

const app = await NestFactory.createApplicationContext(WorkerModule, {
  logger: new ConsoleLogger({ json: true, logLevels: ['log', 'warn', 'error', 'fatal'] }),
});
app.enableShutdownHooks();
await app.init();
