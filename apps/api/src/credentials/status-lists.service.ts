import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { type SignedStatusList, issueStatusList } from '@gradus/integrations/credentials';
import { DataSource } from 'typeorm';
import { found } from '../access/ownership.ts';

interface ListRow {
  since: Date;
  revoked: number[];
}

/** Signs what stands in the rows: revoking a certificate is in the list with the same commit. */
@Injectable()
export class StatusListsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  /** Public by its id, like the credentials that name it, whatever school they are from. */
  async signed(listId: string): Promise<SignedStatusList> {
    const [row] = await this.dataSource.query<ListRow[]>(
      // A certificate is revoked by the school, or by erasing its learner, whose account is disabled with it.
      `SELECT GREATEST(l.created_at, max(COALESCE(c.revoked_at, u.disabled_at))) AS since,
              COALESCE(array_agg(c.status_index ORDER BY c.status_index) FILTER (WHERE c.id IS NOT NULL), '{}') AS revoked
         FROM status_lists l
         LEFT JOIN credentials c ON c.status_list_id = l.id AND c.organization_id = l.organization_id AND c.state = 'revoked'
         LEFT JOIN users u ON u.id = c.user_id
        WHERE l.id = $1 GROUP BY l.id`,
      [listId],
    );
    const { since, revoked } = found(row, 'status-list');
    return issueStatusList({
      id: `${this.config.api.publicUrl}/api/status-lists/${listId}`,
      seed: this.config.credentials.issuerSeed,
      revoked,
      validFrom: since,
    });
  }
}
