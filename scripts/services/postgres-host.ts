import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { Refusal } from '../refusal.ts';
import { onPath } from './on-path.ts';

/** A way of running PostgreSQL's programs, which refuse to run as root or as a user without a name. */
export interface PostgresHost {
  /** Folder that holds `cluster` (the data). */
  folder: string;
  /** Folder of the programs. */
  binaries: string;
  /** Words before the program. */
  prefix: string[];
  uid?: number;
  gid?: number;
}

interface Account {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Finds a way that works here, the plainest first: as we are; inside a user namespace where we are somebody else; as
 * the owner of the folder; as `postgres` or `nobody`; and these with programs and data in a folder that they can reach.
 */
export function findPostgresHost(native: string, folder: string): PostgresHost {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const binaries = path.join(native, 'bin');
  const found = candidates(folder, binaries).find(works) ?? relocated(native, folder);
  if (found) return found;
  throw new Refusal(
    'PostgreSQL refuses to run as root, and neither a user namespace (unshare) nor another account can be used here; ' +
      'start as an ordinary user, or set DATABASE_URL to a PostgreSQL that runs already.',
  );
}

/** Where the data of {@link findPostgresHost} can lie: for looking after left-overs and for deleting. */
export const clusterFolders = (folder: string): string[] =>
  [folder, path.join(relocatedFolder(folder), 'data')].map((place) => path.join(place, 'cluster'));

function candidates(folder: string, binaries: string): PostgresHost[] {
  const isRoot = process.getuid?.() === 0;
  const named = accounts();
  const plain: PostgresHost = { folder, binaries, prefix: [] };
  if (!isRoot && haveName()) return [plain];
  const inside = named.find((account) => account.uid === 1000) ?? named.find((account) => account.uid !== 0);
  const map = ['--user', `--map-user=${inside?.uid ?? 1000}`, `--map-group=${inside?.gid ?? 1000}`];
  const hosts: PostgresHost[] = onPath('unshare') ? [{ ...plain, prefix: ['unshare', ...map] }] : [];
  if (!isRoot) return hosts;
  const owner = statSync(path.dirname(folder)).uid;
  const others = named.filter((account) => account.uid === owner && owner !== 0);
  return [...hosts, ...[...others, ...serviceAccounts(named)].map((account) => ({ ...plain, ...account }))];
}

function relocated(native: string, folder: string): PostgresHost | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const elsewhere = relocatedFolder(folder);
  const binaries = path.join(elsewhere, 'native', 'bin');
  if (!existsSync(binaries)) {
    mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
    cpSync(native, path.join(elsewhere, 'native'), { recursive: true, verbatimSymlinks: true });
  }
  const place = path.join(elsewhere, 'data');
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return serviceAccounts(accounts())
    .map((account) => ({ folder: place, binaries, prefix: [], ...account }))
    .find(works);
}

function relocatedFolder(folder: string): string {
  return path.join('/var/lib', `gradus-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
}

function works(host: PostgresHost): boolean {
  const { prefix, folder, binaries, uid, gid } = host;
  if (uid !== undefined && gid !== undefined) giveTo(folder, uid, gid);
  const test = 'test -w "$0" && test -x "$0" && "$1" --version && cat "$2" >/dev/null';
  const sample = path.join(binaries, '..', 'share', 'postgresql', 'postgresql.conf.sample');
  const [command = 'sh', ...args] = [
    ...prefix,
    'sh',
    '-c',
    test,
    folder,
    path.join(binaries, 'postgres'),
    sample,
  ];
  return spawnSync(command, args, { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

function giveTo(folder: string, uid: number, gid: number): void {
  const owner = statSync(folder);
  if (owner.uid !== uid && !existsSync(path.join(folder, 'cluster'))) chownSync(folder, uid, gid);
}

function haveName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function serviceAccounts(named: Account[]): Account[] {
  return ['postgres', 'nobody'].flatMap((name) => named.filter((account) => account.name === name));
}

function accounts(): Account[] {
  if (!existsSync('/etc/passwd')) return [];
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid }) => name !== '' && Number.isInteger(uid));
}
