import { Logger, Module } from '@nestjs/common';
import { AppConfig, loadConfig } from '@gradus/config';
import { WORKER_PARTS } from './worker-parts-token.ts';
import { createWorkerParts } from './worker-parts.ts';
import { WorkerService } from './worker.service.ts';

@Module({
  providers: [
    { provide: AppConfig, useFactory: () => loadConfig() },
    {
      provide: WORKER_PARTS,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => {
        const log = new Logger('worker');
        return createWorkerParts(config, (line) => log.warn(line));
      },
    },
    WorkerService,
  ],
})
export class WorkerModule {}
