import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import { loadDocument } from './document-loader.ts';
import { issuerKey } from './issuer-key.ts';
import { describeCredential, toSecond, type CredentialRequest, type SignedCredential } from './open-badge.ts';

/**
 * Issues an Open Badges 3.0 credential, signed with eddsa-rdfc-2022. Issuing again with the same request gives the
 * same document, signature included. The proof is a one-element array, as the Open Badges schema wants it.
 *
 * @throws RangeError when the seed is not 32 bytes
 * @throws Error when a field cannot be signed (an id that is no URL, for instance)
 */
export async function issueCredential(request: CredentialRequest): Promise<SignedCredential> {
  const key = await issuerKey(request.seed);
  const suite = new DataIntegrityProof({
    signer: key.signer(),
    cryptosuite,
    date: toSecond(request.validFrom),
  });
  const { proof, ...document } = await issue({
    credential: describeCredential(request, key.controller),
    suite,
    documentLoader: loadDocument,
  });
  return { ...document, proof: [proof] };
}
