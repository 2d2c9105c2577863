import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const skippedFolders = new Set(['node_modules', 'dist', 'histories', 'coverage', 'screenshots']);

/** A hash of the names and contents of files and folders, without tests and what is made from sources. */
export function fingerprint(root: string, places: string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const place of places) add(hash, root, place);
  return hash.digest('hex');
}

function add(hash: Hash, root: string, place: string): void {
  const full = path.join(root, place);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    hash.update(`${place}\0`).update(readFileSync(full)).update('\0');
    return;
  }
  for (const entry of readdirSync(full, { withFileTypes: true }).toSorted(byName)) {
    const isSkipped = entry.isDirectory()
      ? skippedFolders.has(entry.name) || entry.name.startsWith('.')
      : /\.(int-)?spec\.tsx?$/.test(entry.name) || !entry.isFile();
    if (!isSkipped) add(hash, root, path.join(place, entry.name));
  }
}

const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);
