import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { AppConfig } from '@gradus/config';
import { dataConverter } from '@gradus/temporal';
import type { Activities } from '@gradus/activities';

/** Runs the Temporal worker for as long as the process lives, and again when the connection breaks. */
export class TemporalWorker {
  readonly #config: AppConfig;
  readonly #activities: Activities;
  readonly #workflows: WorkflowSource;
  readonly #log: (line: string) => void;
  #worker: Worker | null = null;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    config: AppConfig,
    { activities, workflows }: { activities: Activities; workflows: WorkflowSource },
    log: (line: string) => void,
  ) {
    this.#config = config;
    this.#activities = activities;
    this.#workflows = workflows;
    this.#log = log;
  }

  get polling(): boolean {
    return this.#worker?.getState() === 'RUNNING';
  }

  start(): void {
    this.#running = this.#keepRunning();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#worker?.getState() === 'RUNNING') this.#worker.shutdown();
    await this.#running;
  }

  async #keepRunning(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#runOnce();
      } catch (error) {
        this.#log(`Temporal worker stopped: ${error instanceof Error ? error.message : String(error)}`);
        if (!this.#stopped) await new Promise((resolve) => setTimeout(resolve, 2_000));
      }
    }
  }

  async #runOnce(): Promise<void> {
    const { temporal } = this.#config;
    const connection = await NativeConnection.connect({ address: temporal.address });
    try {
      this.#worker = await Worker.create({
        connection,
        namespace: temporal.namespace,
        taskQueue: temporal.taskQueue,
        ...this.#workflows,
        activities: this.#activities,
        dataConverter: dataConverter(temporal.payloadKeys),
        maxCachedWorkflows: 500,
        maxConcurrentWorkflowTaskExecutions: 40,
        maxConcurrentActivityTaskExecutions: 20,
        maxConcurrentLocalActivityExecutions: 20,
        shutdownGraceTime: '10s',
      });
      if (this.#stopped) return;
      this.#log('Temporal worker is polling.');
      await this.#worker.run();
    } finally {
      this.#worker = null;
      await connection.close();
    }
  }
}

/** Workflow code: bundled, or as sources that are bundled when the worker starts. */
export type WorkflowSource = { workflowBundle: { codePath: string } } | { workflowsPath: string };

/** The bundle beside this program, where it is a built worker; otherwise the sources. */
export function workflowsOf(program: string): WorkflowSource {
  const codePath = path.join(path.dirname(program), 'workflow-bundle.js');
  if (existsSync(codePath)) return { workflowBundle: { codePath } };
  return { workflowsPath: createRequire(import.meta.url).resolve('@gradus/workflows') };
}
