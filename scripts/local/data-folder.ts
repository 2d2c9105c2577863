import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../refusal.ts';
import { clusterFolders } from '../services/postgres-host.ts';

/** Makes the data folder, private to its owner, or says why it cannot be used. */
export function openDataFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Refusal(
      `The data folder ${data} cannot be written by this user (${code}); run as the user who made it, or set GRADUS_DATA to another folder.`,
    );
  }
}

/** The folders that PostgreSQL may keep this data folder's databases in. */
export const databaseFolders = (data: string): string[] => clusterFolders(path.join(data, 'postgres'));

/** Deletes what a start has made: databases, secrets, logs. Downloaded programs and strangers' files stay. */
export function emptyDataFolder(data: string): void {
  const ours = [
    'temporal',
    'valkey',
    'mail-inbox',
    'payments',
    'ai-provider',
    'simulated-learner',
    'webhook-receiver',
    'postgres',
    'logs',
    'stopped',
  ];
  const files = ['secrets.json', 'postgres-password', 'processes.json', 'environment'];
  for (const folder of databaseFolders(data)) rmSync(folder, { recursive: true, force: true });
  for (const name of [...ours, ...files]) rmSync(path.join(data, name), { recursive: true, force: true });
}
