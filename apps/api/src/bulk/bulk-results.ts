import { Injectable, type StreamableFile } from '@nestjs/common';
import type { BulkItem } from '@gradus/contracts';
import type { Caller } from '../access/caller.ts';
import { fileOf } from '../http/file-of.ts';
import { BulkQueries } from './bulk.queries.ts';
import { csvHeader, csvLine } from './result-file.ts';

const AT_ONCE = 1_000;

/** What became of every item, as a file that is read as it is written. */
@Injectable()
export class BulkResults {
  constructor(private readonly queries: BulkQueries) {}

  async csv({ organizationId }: Caller, id: string): Promise<StreamableFile> {
    await this.queries.detail(organizationId, id);
    return fileOf(linesOf(csvHeader(), this.#all(organizationId, id), csvLine), `bulk-${id}.csv`);
  }

  async json({ organizationId }: Caller, id: string): Promise<StreamableFile> {
    const detail = await this.queries.detail(organizationId, id);
    const opening = `{"operation":${JSON.stringify(detail)},"items":[`;
    let first = true;
    const line = (item: BulkItem) => {
      const comma = first ? '' : ',';
      first = false;
      return `${comma}\n${JSON.stringify(item)}`;
    };
    return fileOf(linesOf(opening, this.#all(organizationId, id), line, '\n]}\n'), `bulk-${id}.json`);
  }

  async *#all(organizationId: string, id: string): AsyncGenerator<BulkItem> {
    for (let after = 0; ;) {
      const items = await this.queries.after(organizationId, id, after, AT_ONCE);
      yield* items;
      const last = items.at(-1);
      if (!last || items.length < AT_ONCE) return;
      after = last.seq;
    }
  }
}

async function* linesOf(
  opening: string,
  items: AsyncIterable<BulkItem>,
  line: (item: BulkItem) => string,
  closing = '',
): AsyncGenerator<string> {
  yield opening;
  for await (const item of items) yield line(item);
  yield closing;
}
