/** Token of what `createWorkerParts` answers. */
export const WORKER_PARTS = Symbol('worker parts');
