import { createRequire } from 'node:module';
import type { DataConverter } from '@temporalio/common';
import type { NamedKey } from '@gradus/config';
import { EncryptingCodec } from './payload-codec.ts';

/**
 * The one data converter of client, worker and replay. `failureConverterPath` has to name a file Temporal can require:
 * the built worker passes its own, the sources use this package's.
 */
export function dataConverter(
  keyRing: readonly NamedKey[],
  failureConverterPath = ownFailureConverter(),
): DataConverter {
  return { payloadCodecs: [new EncryptingCodec(keyRing)], failureConverterPath };
}

function ownFailureConverter(): string {
  return createRequire(import.meta.url).resolve('@gradus/temporal/failure-converter');
}
