import { gzipSync } from 'node:zlib';
import { toSecond } from './open-badge.ts';
import { signDocument } from './sign-document.ts';

/** Places in a list: the least that W3C Bitstring Status List v1.0 allows, so that a place says nothing of who has it. */
export const STATUS_LIST_PLACES = 131_072;

/** For how long a verifier may keep a list, in seconds. */
export const STATUS_LIST_SECONDS = 60;

/** Which of the credentials of a list are revoked. */
export interface StatusListRequest {
  /** Public address of the list; the same request always gives the same document. */
  readonly id: string;
  /** The issuer's 32 secret bytes. */
  readonly seed: Uint8Array;
  /** Places, 0 to {@link STATUS_LIST_PLACES} - 1. */
  readonly revoked: readonly number[];
  /** When it became like this. */
  readonly validFrom: Date;
}

/** A signed BitstringStatusListCredential (purpose `revocation`). */
export type SignedStatusList = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * Signs a status list with the key that signs the credentials, with eddsa-rdfc-2022.
 *
 * @throws RangeError when the seed is not 32 bytes or a place is none of the list
 */
export async function issueStatusList(request: StatusListRequest): Promise<SignedStatusList> {
  return signDocument(request, (issuerId) => ({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: request.id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: issuerId,
    validFrom: toSecond(request.validFrom),
    credentialSubject: {
      id: `${request.id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      ttl: STATUS_LIST_SECONDS * 1000,
      encodedList: encodeList(request.revoked),
    },
  }));
}

/** Multibase base64url of the gzipped bits; place 0 is the leftmost bit of the first byte. */
function encodeList(revoked: readonly number[]): string {
  const bits = new Uint8Array(STATUS_LIST_PLACES / 8);
  for (const place of revoked) {
    const byte = bits[place >> 3];
    if (byte === undefined || !Number.isInteger(place)) throw new RangeError(`A list has no place ${place}`);
    bits[place >> 3] = byte | (0x80 >> (place & 7));
  }
  return `u${gzipSync(bits).toString('base64url')}`;
}
