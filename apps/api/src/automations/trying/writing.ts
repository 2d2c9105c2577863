import type { Writer } from '@gradus/integrations/ai';

/** Token of what writes texts here: `@Inject(WRITING) private readonly writing: Writing`. */
export const WRITING = Symbol('writing');

export interface Writing {
  /** Null: no AI provider is connected. */
  writer: Writer | null;
  /** The provider's model id. */
  model: string;
}

/** Somebody looks at the screen meanwhile; and an Idempotency-Key counts as abandoned after 30 seconds. */
export const WRITTEN_WITHIN_MS = 25_000;
