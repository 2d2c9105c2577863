import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import { loadDocument } from './document-loader.ts';
import { issuerKey } from './issuer-key.ts';
import { toSecond } from './open-badge.ts';

/**
 * Signs what `describe` makes of the issuer's id, with eddsa-rdfc-2022; the proof is of the moment from which the document
 * is valid. Signing the same again gives the same, signature included.
 *
 * @throws RangeError when the seed is not 32 bytes
 */
export async function signDocument<Document extends object>(
  { seed, validFrom }: { readonly seed: Uint8Array; readonly validFrom: Date },
  describe: (issuerId: string) => Document,
): Promise<Document & { proof: Record<string, unknown> }> {
  const key = await issuerKey(seed);
  const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite, date: toSecond(validFrom) });
  return issue({ credential: describe(key.controller), suite, documentLoader: loadDocument });
}
