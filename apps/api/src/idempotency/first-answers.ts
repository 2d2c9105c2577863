import { Injectable } from '@nestjs/common';
import { Vault } from '@gradus/database';
import { DataSource } from 'typeorm';
import { IdempotencyKeyReusedError, RequestInProgressError } from './idempotency-errors.ts';
import { ANSWERS_KEPT_DAYS } from './senders-key.ts';

/** A request as it is told apart from others with the same key. */
export interface KeyedRequest {
  userId: string;
  /** `POST /api/courses/:id/enroll` */
  route: string;
  key: string;
  /** SHA-256 of parameters and body, hex. */
  hash: string;
}

export interface FirstAnswer {
  status: number;
  answer: unknown;
}

interface KeyRow {
  id: string;
  request_hash: string;
  status: number | null;
  answer: SealedAnswer | null;
}

/** Base64: an answer may say again what its reader wrote, so it is kept like that. */
interface SealedAnswer {
  sealed: string;
}

const WAIT_MS = 5_000;
const LOOK_AGAIN_MS = 100;
/** A claim this old belongs to a process that died; its request may be done again. */
const ABANDONED_SECONDS = 30;

/**
 * The table of first answers: who holds a key works, everybody else waits for the answer. Answers are sealed with the
 * data key of whoever asked, so that erasing a person erases them too.
 */
@Injectable()
export class FirstAnswers {
  constructor(
    private readonly database: DataSource,
    private readonly vault: Vault,
  ) {}

  /** The claim's id when this request is the one to do the work, else the answer that was given already. */
  async claimOrRecall(request: KeyedRequest): Promise<{ claim: string } | FirstAnswer> {
    const until = Date.now() + WAIT_MS;
    for (;;) {
      const claim = (await this.#claim(request)) ?? (await this.#takeOver(request));
      if (claim) return { claim };
      const row = await this.#row(request);
      if (row && row.request_hash !== request.hash) throw new IdempotencyKeyReusedError();
      if (row && row.status !== null)
        return { status: row.status, answer: await this.#opened(request.userId, row.answer) };
      if (Date.now() >= until) throw new RequestInProgressError();
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  async keep(userId: string, claim: string, { status, answer }: FirstAnswer): Promise<void> {
    const sealed = await this.vault.sealJson(this.database.manager, userId, answer ?? null);
    await this.database.query('UPDATE idempotency_keys SET status = $2, answer = $3 WHERE id = $1', [
      claim,
      status,
      { sealed: sealed.toString('base64') } satisfies SealedAnswer,
    ]);
  }

  /** A request that was refused may be put right and sent again with the same key. */
  async release(claim: string): Promise<void> {
    await this.database.query('DELETE FROM idempotency_keys WHERE id = $1 AND status IS NULL', [claim]);
  }

  #opened(userId: string, answer: SealedAnswer | null): Promise<unknown> | null {
    return answer && this.vault.openJson(this.database.manager, userId, Buffer.from(answer.sealed, 'base64'));
  }

  async #claim({ userId, route, key, hash }: KeyedRequest): Promise<string | undefined> {
    await this.database.query(
      `DELETE FROM idempotency_keys WHERE user_id = $1 AND created_at < now() - interval '${ANSWERS_KEPT_DAYS} days'`,
      [userId],
    );
    const [row] = await this.database.query<Array<{ id: string }>>(
      `INSERT INTO idempotency_keys (user_id, route, key, request_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_id, route, key) DO NOTHING RETURNING id`,
      [userId, route, key, hash],
    );
    return row?.id;
  }

  async #takeOver({ userId, route, key, hash }: KeyedRequest): Promise<string | undefined> {
    const [rows] = await this.database.query<[Array<{ id: string }>, number]>(
      `UPDATE idempotency_keys SET created_at = now()
        WHERE user_id = $1 AND route = $2 AND key = $3 AND request_hash = $4 AND status IS NULL
          AND created_at < now() - make_interval(secs => $5) RETURNING id`,
      [userId, route, key, hash, ABANDONED_SECONDS],
    );
    return rows[0]?.id;
  }

  async #row({ userId, route, key }: KeyedRequest): Promise<KeyRow | undefined> {
    const [row] = await this.database.query<KeyRow[]>(
      `SELECT id, request_hash, status, answer FROM idempotency_keys WHERE user_id = $1 AND route = $2 AND key = $3`,
      [userId, route, key],
    );
    return row;
  }
}
