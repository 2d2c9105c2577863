import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { EngineBusyError } from '../foresight-errors.ts';
import type { TaskAnswer, TaskMessage, TaskName, Tasks } from './task.ts';

/** Threads at most: beside the one that answers requests, a small machine has one to spare. */
const MOST_THREADS = Math.max(1, Math.min(2, availableParallelism()));
/** Tasks that may wait for a thread; more are turned away at once rather than late. */
const LONGEST_QUEUE = 60;
/** A task that takes longer is given up, and its thread with it. */
const LONGEST_TASK_MS = 30_000;

interface Waiting {
  message: TaskMessage;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** The engine on threads of its own, so that looking ahead for one person never holds up the requests of all others. */
@Injectable()
export class EngineThreads implements OnApplicationShutdown {
  readonly #log = new Logger('EngineThreads');
  readonly #idle: Worker[] = [];
  readonly #busy = new Set<Worker>();
  readonly #queue: Waiting[] = [];

  /** So many parts of one task can be worked on at once. */
  get width(): number {
    return MOST_THREADS;
  }

  /** @throws EngineBusyError when too much is asked at once, or the task takes too long */
  run<N extends TaskName>(name: N, asked: Tasks[N]['asked']): Promise<Tasks[N]['answer']> {
    if (this.#queue.length >= LONGEST_QUEUE) return Promise.reject(new EngineBusyError());
    return new Promise((resolve, reject) => {
      const message = { name, asked } as TaskMessage;
      this.#queue.push({ message, resolve: resolve as (answer: unknown) => void, reject });
      this.#next();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    for (const { reject } of this.#queue.splice(0)) reject(new EngineBusyError());
    await Promise.all([...this.#idle, ...this.#busy].map((thread) => thread.terminate()));
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    const thread = this.#idle.pop() ?? (this.#busy.size < MOST_THREADS ? start() : null);
    if (thread === null) return;
    const waiting = this.#queue.shift();
    if (waiting === undefined) return void this.#idle.push(thread);
    this.#busy.add(thread);
    this.#do(thread, waiting);
  }

  #do(thread: Worker, { message, resolve, reject }: Waiting): void {
    const over = (lost: boolean) => {
      clearTimeout(late);
      thread.off('message', answered);
      thread.off('error', failed);
      this.#busy.delete(thread);
      if (lost) void thread.terminate();
      else this.#idle.push(thread);
      this.#next();
    };
    const answered = (answer: TaskAnswer) => {
      over(false);
      if (answer.ok) resolve(answer.answer);
      else reject(new Error(answer.message));
    };
    const failed = (error: unknown) => {
      over(true);
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const late = setTimeout(() => {
      this.#log.warn(
        `A task (${message.name}) took longer than ${LONGEST_TASK_MS / 1_000} s and was given up.`,
      );
      over(true);
      reject(new EngineBusyError());
    }, LONGEST_TASK_MS);
    thread.on('message', answered);
    thread.on('error', failed);
    thread.postMessage(message);
  }
}

function start(): Worker {
  return new Worker(new URL('./engine.thread.ts', import.meta.url));
}
