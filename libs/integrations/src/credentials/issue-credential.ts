import { describeCredential, type CredentialRequest, type SignedCredential } from './open-badge.ts';
import { signDocument } from './sign-document.ts';

/**
 * Issues an Open Badges 3.0 credential, signed with eddsa-rdfc-2022. Issuing again with the same request gives the
 * same document, signature included. The proof is a one-element array, as the Open Badges schema wants it.
 *
 * @throws RangeError when the seed is not 32 bytes
 * @throws Error when a field cannot be signed (an id that is no URL, for instance)
 */
export async function issueCredential(request: CredentialRequest): Promise<SignedCredential> {
  const { proof, ...document } = await signDocument(request, (issuerId) =>
    describeCredential(request, issuerId),
  );
  return { ...document, proof: [proof] };
}
