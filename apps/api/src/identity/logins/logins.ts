import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { DataSource, type EntityManager } from 'typeorm';
import {
  GRACE_SECONDS,
  isRefreshToken,
  LOGIN_DAYS,
  newRefreshToken,
  refreshTokenHash,
  successorOf,
} from './refresh-tokens.ts';

/** A login in progress: the family's id goes into access tokens, the token into the cookie. */
export interface OpenLogin {
  loginId: string;
  userId: string;
  refreshToken: string;
}

interface TokenState {
  used_at: Date | null;
  forgiven: boolean;
}

/** Logins as families of refresh tokens: each token is good once, and one used twice ends its family. */
@Injectable()
export class Logins {
  private readonly logger = new Logger(Logins.name);

  constructor(
    private readonly database: DataSource,
    private readonly config: AppConfig,
  ) {}

  async open(manager: EntityManager, userId: string): Promise<OpenLogin> {
    const [family] = await manager.query<Array<{ id: string }>>(
      `INSERT INTO refresh_token_families (user_id, expires_at)
       VALUES ($1, clock_timestamp() + make_interval(days => $2)) RETURNING id`,
      [userId, LOGIN_DAYS],
    );
    const refreshToken = newRefreshToken();
    await insertToken(manager, family!.id, refreshToken);
    return { loginId: family!.id, userId, refreshToken };
  }

  /** The same login with the next token, or null when it is over. */
  async rotate(token: string): Promise<OpenLogin | null> {
    if (!isRefreshToken(token)) return null;
    return this.database.transaction(async (manager) => {
      const family = await lockFamily(manager, token);
      if (!family) return null;
      const next = await this.#next(manager, family.id, token);
      if (next) return { loginId: family.id, userId: family.user_id, refreshToken: next };
      this.logger.warn({
        message: 'A spent refresh token came again; its login is over',
        loginId: family.id,
      });
      await revoke(manager, family.id, 'reuse');
      return null;
    });
  }

  async end(loginId: string): Promise<void> {
    await revoke(this.database.manager, loginId, 'logout');
  }

  /** The login that a cookie belongs to. */
  async endByToken(token: string): Promise<void> {
    if (!isRefreshToken(token)) return;
    const [row] = await this.database.query<Array<{ family_id: string }>>(
      'SELECT family_id FROM refresh_tokens WHERE token_hash = $1',
      [refreshTokenHash(token)],
    );
    if (row) await this.end(row.family_id);
  }

  async endAll(manager: EntityManager, userId: string, because: string): Promise<void> {
    await manager.query(
      `UPDATE refresh_token_families SET revoked_at = clock_timestamp(), revoked_because = $2
        WHERE user_id = $1 AND revoked_at IS NULL`,
      [userId, because],
    );
  }

  /** Spends the token and answers its successor; within the grace, the newest one of the chain. Null: reuse. */
  async #next(manager: EntityManager, familyId: string, token: string): Promise<string | null> {
    let current = token;
    for (let state = await stateOf(manager, token); state; state = await stateOf(manager, current)) {
      const successor = successorOf(current, this.config.auth.linkSecret);
      if (!state.used_at) {
        if (current !== token) return current;
        await manager.query('UPDATE refresh_tokens SET used_at = clock_timestamp() WHERE token_hash = $1', [
          refreshTokenHash(token),
        ]);
        await insertToken(manager, familyId, successor);
        return successor;
      }
      if (!state.forgiven) return null;
      current = successor;
    }
    return null;
  }
}

/** Locked first: two requests with the same token come one after the other. */
async function lockFamily(
  manager: EntityManager,
  token: string,
): Promise<{ id: string; user_id: string } | undefined> {
  const [family] = await manager.query<Array<{ id: string; user_id: string }>>(
    `SELECT f.id, f.user_id FROM refresh_token_families f
       JOIN users u ON u.id = f.user_id AND u.disabled_at IS NULL
      WHERE f.id = (SELECT family_id FROM refresh_tokens WHERE token_hash = $1)
        AND f.revoked_at IS NULL AND f.expires_at > clock_timestamp()
        FOR NO KEY UPDATE OF f`,
    [refreshTokenHash(token)],
  );
  return family;
}

async function stateOf(manager: EntityManager, token: string): Promise<TokenState | undefined> {
  const [row] = await manager.query<TokenState[]>(
    `SELECT used_at, used_at > clock_timestamp() - make_interval(secs => $2) AS forgiven
       FROM refresh_tokens WHERE token_hash = $1`,
    [refreshTokenHash(token), GRACE_SECONDS],
  );
  return row;
}

async function insertToken(manager: EntityManager, familyId: string, token: string): Promise<void> {
  await manager.query('INSERT INTO refresh_tokens (family_id, token_hash) VALUES ($1, $2)', [
    familyId,
    refreshTokenHash(token),
  ]);
}

async function revoke(manager: EntityManager, familyId: string, because: string): Promise<void> {
  await manager.query(
    `UPDATE refresh_token_families SET revoked_at = clock_timestamp(), revoked_because = $2
      WHERE id = $1 AND revoked_at IS NULL`,
    [familyId, because],
  );
}
