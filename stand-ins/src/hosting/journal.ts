import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Where an entry lies in the file, to read it again later. */
export interface Position {
  readonly offset: number;
  readonly length: number;
}

/**
 * An append-only file of JSON lines. An entry is in the file when `append` returns, so a SIGKILL right after it loses
 * nothing; a line torn by a kill in the middle of a write is cut off at the next start.
 */
export class Journal<Entry> {
  readonly #descriptor: number;
  #end: number;

  private constructor(descriptor: number, end: number) {
    this.#descriptor = descriptor;
    this.#end = end;
  }

  /** Opens or makes the file and hands every entry in it to `replay`, oldest first. */
  static open<Entry>(file: string, replay: (entry: Entry, at: Position) => void): Journal<Entry> {
    mkdirSync(dirname(file), { recursive: true });
    const content = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    let offset = 0;
    for (let end = content.indexOf(10); end !== -1; end = content.indexOf(10, offset)) {
      const length = end - offset;
      replay(JSON.parse(content.toString('utf8', offset, end)) as Entry, { offset, length });
      offset = end + 1;
    }
    if (offset < content.length) truncateSync(file, offset);
    return new Journal<Entry>(openSync(file, 'a+', 0o600), offset);
  }

  append(entry: Entry): Position {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    writeSync(this.#descriptor, line);
    const at = { offset: this.#end, length: line.length - 1 };
    this.#end += line.length;
    return at;
  }

  read(at: Position): Entry {
    const line = Buffer.alloc(at.length);
    readSync(this.#descriptor, line, 0, at.length, at.offset);
    return JSON.parse(line.toString('utf8')) as Entry;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
