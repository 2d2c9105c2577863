import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One line of `processes.json`. */
export interface ListedPart {
  name: string;
  /** Absent while the part is down. */
  pid?: number;
  port?: number;
  /** When the process began, to tell it from a stranger with the same number. */
  identity?: string;
  state: 'running' | 'down' | 'stopped';
  /** The signal that ends it in good order. */
  politeSignal: NodeJS.Signals;
}

/** What `processes.json` says: who supervises, and every part. */
export interface ProcessList {
  supervisor: number;
  parts: ListedPart[];
}

const fileIn = (data: string): string => path.join(data, 'processes.json');

/** Replaces the list in one go, so that a reader never meets half of it. */
export function writeProcessList(data: string, list: ProcessList): void {
  const scratch = `${fileIn(data)}.${process.pid}`;
  writeFileSync(scratch, `${JSON.stringify(list, null, 2)}\n`);
  renameSync(scratch, fileIn(data));
}

/** The list of the present or last run on this data folder; undefined when there is none. */
export function readProcessList(data: string): ProcessList | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(data), 'utf8')) as ProcessList;
  } catch {
    return undefined;
  }
}

/** The file whose presence keeps one part stopped; see `scripts/part.ts`. */
export const stopMark = (data: string, part: string): string => path.join(data, 'stopped', part);
