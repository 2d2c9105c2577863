import { Injectable } from '@nestjs/common';
import type { NoticeCount, NoticeItem } from '@gradus/contracts';
import { Vault, WritingErasedError } from '@gradus/database';
import { topics } from '@gradus/events';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { type Page, pageOf, readTimeCursor } from '../paging/page-cursor.ts';

const PAGE = 20;

interface NoticeRow {
  id: string;
  content_cipher: Buffer;
  shown_at: Date;
  read_at: Date | null;
  sort_key: string;
}

type Content = Pick<NoticeItem, 'title' | 'body' | 'path'>;

const ERASED: Content = { title: 'Erased', body: '', path: null };

/** What somebody is shown in-app. Everybody sees their own, in the school they are signed in to, and nobody else's. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vault: Vault,
    private readonly announcer: Announcer,
  ) {}

  async list(
    { organizationId, userId }: Caller,
    { cursor, unread }: { cursor: string | undefined; unread: boolean },
  ): Promise<Page<NoticeItem>> {
    const [at, id] = readTimeCursor(cursor);
    const rows = await this.dataSource.query<NoticeRow[]>(
      `SELECT id, content_cipher, shown_at, read_at, shown_at::text AS sort_key FROM notices
        WHERE organization_id = $1 AND user_id = $2 AND (NOT $3 OR read_at IS NULL)
          AND ($4::timestamptz IS NULL OR (shown_at, id) < ($4, $5::uuid))
        ORDER BY shown_at DESC, id DESC LIMIT ${PAGE + 1}`,
      [organizationId, userId, unread, at, id],
    );
    const page = pageOf(
      rows,
      PAGE,
      (row) => row,
      (row) => [row.sort_key, row.id],
    );
    const contents = await this.#contents(userId, page.items);
    return { ...page, items: page.items.map((row, index) => toItem(row, contents[index] ?? ERASED)) };
  }

  async count({ organizationId, userId }: Caller): Promise<NoticeCount> {
    const [row] = await this.dataSource.query<[NoticeCount]>(
      `SELECT count(*)::int AS unread FROM notices WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL`,
      [organizationId, userId],
    );
    return row;
  }

  /** @throws MissingError when it is not theirs */
  async read(caller: Caller, id: string): Promise<NoticeCount> {
    const [rows] = await this.dataSource.query<[unknown[], number]>(
      `UPDATE notices SET read_at = COALESCE(read_at, clock_timestamp())
        WHERE id = $1 AND organization_id = $2 AND user_id = $3 RETURNING id`,
      [id, caller.organizationId, caller.userId],
    );
    found(rows[0], 'notice');
    return this.#changed(caller);
  }

  async readUntil(caller: Caller, until: string): Promise<NoticeCount> {
    await this.dataSource.query(
      `UPDATE notices SET read_at = clock_timestamp()
        WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL
          AND date_trunc('milliseconds', shown_at) <= $3`,
      [caller.organizationId, caller.userId, until],
    );
    return this.#changed(caller);
  }

  /** Other pages of the same person count anew. */
  async #changed(caller: Caller): Promise<NoticeCount> {
    await this.announcer.announce([topics.notices(caller.organizationId, caller.userId)]);
    return this.count(caller);
  }

  /** Of one person, in order; empty when their key is gone. */
  async #contents(userId: string, rows: readonly NoticeRow[]): Promise<Content[]> {
    const sealed = rows.map((row) => row.content_cipher);
    const texts = await this.vault
      .openAll(this.dataSource.manager, userId, sealed)
      .catch((error: unknown): string[] => {
        if (error instanceof WritingErasedError) return [];
        throw error;
      });
    return texts.map((text) => JSON.parse(text) as Content);
  }
}

const toItem = (row: NoticeRow, content: Content): NoticeItem => ({
  id: row.id,
  ...content,
  at: row.shown_at.toISOString(),
  read: row.read_at !== null,
});
