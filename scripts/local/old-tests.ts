import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { endLeftovers } from '../supervision/leftovers.ts';
import { takeLock } from '../supervision/lock.ts';
import { databaseFolders, emptyDataFolder } from './data-folder.ts';

/** Deletes the data folders of earlier test runs, first ending what a killed one left running. */
export async function sweepOldTests(home: string): Promise<void> {
  const folders = readdirSync(home).filter((name) => name.startsWith('test-'));
  for (const data of folders.map((name) => path.join(home, name))) {
    // Without a lock file it may be one that begins this very moment.
    if (!existsSync(path.join(data, 'lock')) && !existsSync(path.join(data, 'processes.json'))) continue;
    const letGo = lockOf(data);
    if (!letGo) continue;
    await endLeftovers(data, databaseFolders(data));
    letGo();
    emptyDataFolder(data);
    rmSync(data, { recursive: true, force: true });
  }
}

/** Nothing when a test run that is alive has the folder. */
function lockOf(data: string): (() => void) | undefined {
  try {
    return takeLock(data);
  } catch {
    return undefined;
  }
}
