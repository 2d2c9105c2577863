import {
  type DynamicModule,
  Global,
  Inject,
  Logger,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { createDataSource, Plans, Vault } from '@gradus/database';
import { createLiveBell, type LiveBell } from '@gradus/events';
import { Bells, Client, createTemporalClient } from '@gradus/temporal';
import { DataSource } from 'typeorm';

/** Token of the live bell: `@Inject(LIVE_BELL) private readonly live: LiveBell`. */
export const LIVE_BELL = Symbol('live bell');

/** The outside parts every resource needs: configuration, database, workflow bells, live bell, vault, plans. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    private readonly database: DataSource,
    private readonly temporal: Client,
    @Inject(LIVE_BELL) private readonly live: LiveBell,
  ) {}

  static with(config: AppConfig): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: DataSource, useFactory: () => connect(config) },
        { provide: Client, useFactory: () => createTemporalClient(config.temporal) },
        {
          provide: Bells,
          inject: [Client],
          useFactory: (client: Client) => new Bells(client, config.temporal.taskQueue, noteLostBell),
        },
        {
          provide: LIVE_BELL,
          useFactory: () =>
            createLiveBell({ redisUrl: config.redis.url ?? null, databaseUrl: config.database.url }),
        },
        { provide: Vault, useFactory: () => new Vault(config.dataKeys) },
        { provide: Plans, useFactory: () => new Plans() },
      ],
      exports: [AppConfig, DataSource, Client, Bells, LIVE_BELL, Vault, Plans],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.live.close(), this.temporal.connection.close()]);
    if (this.database.isInitialized) await this.database.destroy();
  }
}

const connect = (config: AppConfig) =>
  createDataSource({ url: config.database.url, poolSize: 20, applicationName: 'gradus api' }).initialize();

function noteLostBell(target: { workflowId: string }, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  new Logger(Bells.name).warn({ message: 'Not rung; the sweep will', workflowId: target.workflowId, reason });
}
