import type { Server } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { chainAudit, checkDueNumbers } from '@gradus/database';
import { topics } from '@gradus/events';
import { Clearing, sayCleared } from './clearing/clearing.ts';
import { reapplyErasures } from './clearing/reapply-erasures.ts';
import { type Health, serveHealth } from './health.server.ts';
import { takeDates } from './outbox/take-dates.ts';
import { workOutSegments } from './outbox/work-out-segments.ts';
import { Relay } from './mailing/relay.ts';
import { Router } from './outbox/router.ts';
import { Pump } from './pump.ts';
import { Sweep } from './sweeping/sweep.ts';
import { TemporalWorker } from './temporal-worker.ts';
import { WORKER_PARTS } from './worker-parts-token.ts';
import type { WorkerParts } from './worker-parts.ts';

/** How many mails are under way at once, of those that have to be found, and of those that turns hand over. */
const RELAYS = 3;
const HANDS = 3;

/** Starts and ends all that a worker does: the Temporal worker, the router, the relays and the sweep. */
@Injectable()
export class WorkerService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('worker');
  readonly #config: AppConfig;
  readonly #parts: WorkerParts;
  readonly #temporal: TemporalWorker;
  readonly #router: Pump;
  readonly #relays: Pump[];
  readonly #sweeps: Pump[];
  #health: Server | null = null;
  #unsubscribe: (() => Promise<void>) | null = null;

  constructor(config: AppConfig, @Inject(WORKER_PARTS) made: WorkerParts) {
    this.#config = config;
    this.#parts = made;
    const { parts, mailer } = made;
    const { dataSource, plans, bells, live } = parts;
    const router = new Router(dataSource, plans, bells, live);
    const relay = new Relay(parts, mailer, {
      publicUrl: parts.publicUrl,
      linkSecret: config.auth.linkSecret,
      from: config.mail.from,
      retries: config.retries,
    });
    made.hands.open(HANDS, (handed, goOn) =>
      relay
        .deliverHanded(handed, goOn, () => this.#relays[0]?.poke())
        .catch((error: unknown) => this.#warn('a hand', error)),
    );
    const sweep = new Sweep(dataSource, bells, config.retries);
    const clearing = new Clearing(dataSource);
    this.#temporal = new TemporalWorker(config, made, (line) => this.#log.log(line));
    this.#router = this.#pump('router', () => router.route(), 500);
    this.#relays = Array.from({ length: RELAYS }, (_, at) =>
      this.#pump(
        `relay ${at + 1}`,
        async (goOn) => {
          await relay.deliverAll(goOn, () => this.#relays[at + 1]?.poke());
          return false;
        },
        at === 0 ? 1_000 : 15_000,
      ),
    );
    this.#sweeps = [
      this.#pump('sweep', () => sweep.pass().then(() => false), config.sweepSeconds * 1_000),
      this.#pump('starter', () => sweep.startUnbegun(), 2_000),
      this.#pump('schedules', () => takeDates(made), 2_000),
      this.#pump('segments', () => workOutSegments(dataSource), 1_000),
      this.#pump('audit chain', () => chainAudit(dataSource), 2_000),
      this.#pump('numbers', () => this.#checkNumbers(), 600_000),
      this.#pump('erasures', () => this.#eraseAgain(), 60_000),
      this.#pump('clearing', (goOn) => this.#clear(clearing, goOn), config.clearingMinutes * 60_000),
    ];
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#health = await serveHealth(this.#config.worker.healthPort, () => this.#read());
    for (const pump of this.#pumps()) pump.start();
    this.#temporal.start();
    this.#unsubscribe = await this.#parts.parts.live.subscribe((topic) => {
      if (topic === topics.outbox) this.#router.poke();
      // The first asks the others for help when there is more than it can send in time.
      if (topic === topics.outbox || topic === topics.post) this.#relays[0]?.poke();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#unsubscribe?.();
    await Promise.all([this.#temporal.stop(), ...this.#pumps().map((pump) => pump.stop())]);
    await this.#parts.hands.close();
    this.#health?.close();
    const { parts, mailer, client } = this.#parts;
    await mailer.close();
    await parts.live.close();
    await client.connection.close();
    await parts.dataSource.destroy();
  }

  #pumps(): Pump[] {
    return [this.#router, ...this.#relays, ...this.#sweeps];
  }

  #pump(name: string, work: (goOn: () => boolean) => Promise<boolean>, idleMs: number): Pump {
    return new Pump({ name, work, idleMs, onError: (which, error) => this.#warn(which, error) });
  }

  #warn(which: string, error: unknown): void {
    this.#log.warn(`${which}: ${error instanceof Error ? error.message : String(error)}`);
  }

  async #clear(clearing: Clearing, goOn: () => boolean): Promise<boolean> {
    const { cleared, more } = await clearing.pass(goOn);
    const line = sayCleared(cleared);
    if (line) this.#log.log(line);
    return more;
  }

  /** Each night, school by school: what does not add up is for the engineers, at once. */
  async #checkNumbers(): Promise<boolean> {
    const checked = await checkDueNumbers(this.#parts.parts.dataSource);
    for (const { stepId, versionId, entered, here, gone, tokens } of checked?.wrong ?? [])
      this.#log.error(
        `numbers do not add up at "${stepId}" of version ${versionId}: ${entered} entered, ${here} are there, ${gone} went on, and ${tokens} tokens stand there`,
      );
    if (checked && checked.auditBrokenAt !== null)
      this.#log.error(
        `the chain of the audit log is broken: entry ${checked.auditBrokenAt} of school ${checked.organizationId} is not what was written`,
      );
    return checked !== null;
  }

  async #eraseAgain(): Promise<boolean> {
    const { dataSource, bells } = this.#parts.parts;
    const people = await reapplyErasures(dataSource, bells);
    if (people > 0) this.#log.log(`erased again after a restore: ${people}`);
    return people > 0;
  }

  async #read(): Promise<Health> {
    const database = await this.#parts.parts.dataSource.query('SELECT 1').then(
      () => true,
      () => false,
    );
    return {
      ready: database && this.#temporal.polling,
      detail: {
        database: database ? 'reachable' : 'unreachable',
        temporal: this.#temporal.polling ? 'polling' : 'not polling',
      },
    };
  }
}
