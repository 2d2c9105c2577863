import { parentPort } from 'node:worker_threads';
import { type TaskAnswer, type TaskMessage, work } from './task.ts';

/** A thread of its own: the engine at work, one task after the other. */
parentPort?.on('message', (message: TaskMessage) => {
  let answer: TaskAnswer;
  try {
    answer = { ok: true, answer: work(message) };
  } catch (error) {
    answer = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
