import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { UnsubscribeState } from '@gradus/contracts';
import { readLinkToken } from '@gradus/database';
import { DataSource } from 'typeorm';
import { LinkBrokenError } from '../identity-errors.ts';

interface ConsentRow {
  organization_name: string;
  email: string;
  marketing_refused_at: Date | null;
}

const PAIR = /^([\da-f-]{36})~([\da-f-]{36})$/;

/** Consent to marketing mail of one school, by a link that needs no sign-in and never ends. */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly database: DataSource,
    private readonly config: AppConfig,
  ) {}

  async state(token: string): Promise<UnsubscribeState> {
    return this.#read(this.#membership(token));
  }

  /** Doing it again changes nothing. */
  async unsubscribe(token: string): Promise<UnsubscribeState> {
    const membership = this.#membership(token);
    await this.database.query(
      `UPDATE memberships SET marketing_refused_at = COALESCE(marketing_refused_at, clock_timestamp())
        WHERE organization_id = $1 AND user_id = $2`,
      membership,
    );
    return this.#read(membership);
  }

  #membership(token: string): [organizationId: string, userId: string] {
    const id = readLinkToken(this.config.auth.linkSecret, 'unsubscribe', token);
    const pair = PAIR.exec(id ?? '');
    if (!pair) throw new LinkBrokenError();
    return [pair[1]!, pair[2]!];
  }

  async #read(membership: [string, string]): Promise<UnsubscribeState> {
    const [row] = await this.database.query<ConsentRow[]>(
      `SELECT o.name AS organization_name, u.email, m.marketing_refused_at
         FROM memberships m JOIN organizations o ON o.id = m.organization_id JOIN users u ON u.id = m.user_id
        WHERE m.organization_id = $1 AND m.user_id = $2`,
      membership,
    );
    if (!row) throw new LinkBrokenError();
    return {
      organizationName: row.organization_name,
      email: row.email,
      marketingMail: row.marketing_refused_at === null,
    };
  }
}
