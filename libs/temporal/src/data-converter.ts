import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { NamedKey } from '@gradus/config';
import { EncryptingCodec } from './payload-codec.ts';

/**
 * The one data converter of client, worker and replay. Temporal loads the failure converter by its path; written as a URL
 * like this, a bundler emits the file beside the bundle and fills in where it is.
 */
export function dataConverter(keyRing: readonly NamedKey[]): DataConverter {
  return {
    payloadCodecs: [new EncryptingCodec(keyRing)],
    failureConverterPath: fileURLToPath(new URL('./failure-converter.cjs', import.meta.url)),
  };
}
