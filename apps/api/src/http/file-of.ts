import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** A file to keep, sent as it is written. Its type is said by the route. */
export function fileOf(lines: AsyncIterable<string>, name: string): StreamableFile {
  return new StreamableFile(Readable.from(lines, { objectMode: false }), {
    disposition: `attachment; filename="${name}"`,
  });
}
