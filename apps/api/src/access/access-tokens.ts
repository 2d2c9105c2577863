import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

export const ACCESS_SECONDS = 900;
const AUDIENCE = 'gradus-api';
/** PKCS #8 around an Ed25519 seed (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

const AccessClaims = z.object({ sub: z.uuid(), org: z.uuid(), login: z.uuid(), version: z.number().int() });

/** What an access token says; everything else about the caller is read from the database. */
export interface AccessGrant {
  userId: string;
  organizationId: string;
  loginId: string;
  tokenVersion: number;
}

/** Makes and reads the 15-minute EdDSA tokens. Algorithm, key id, type, issuer and audience are all pinned. */
@Injectable()
export class AccessTokens {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #keyId: string;
  readonly #issuer: string;

  constructor(config: AppConfig) {
    const der = Buffer.concat([PKCS8_HEAD, config.auth.jwtSeed]);
    this.#privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.#publicKey = createPublicKey(this.#privateKey);
    const spki = this.#publicKey.export({ format: 'der', type: 'spki' });
    this.#keyId = createHash('sha256').update(spki).digest('base64url').slice(0, 16);
    this.#issuer = config.api.publicUrl;
  }

  issue(grant: AccessGrant): Promise<string> {
    return new SignJWT({ org: grant.organizationId, login: grant.loginId, version: grant.tokenVersion })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.#keyId })
      .setSubject(grant.userId)
      .setIssuer(this.#issuer)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_SECONDS}s`)
      .sign(this.#privateKey);
  }

  /** Null for everything that is not a token of ours in its time. */
  async read(token: string): Promise<AccessGrant | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#publicKey, {
        algorithms: ['EdDSA'],
        issuer: this.#issuer,
        audience: AUDIENCE,
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat'],
      });
      if (protectedHeader.kid !== this.#keyId) return null;
      const claims = AccessClaims.parse(payload);
      return {
        userId: claims.sub,
        organizationId: claims.org,
        loginId: claims.login,
        tokenVersion: claims.version,
      };
    } catch {
      return null;
    }
  }
}
