import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../settings.ts';

/** One package in `package-lock.json`. */
interface LockedPackage {
  version?: string;
  optionalDependencies?: Record<string, string>;
  [more: string]: unknown;
}

/** The part of `package-lock.json` that matters here. */
export interface LockFile {
  packages: Record<string, LockedPackage>;
}

/**
 * Adds the native packages of other machines that npm leaves out of the lock file: those it did not install beside an
 * existing `node_modules`, and those the registry did not have on the day. With one missing, `npm ci` refuses everywhere.
 * Answers the names added.
 */
export function completeLock(lock: LockFile): string[] {
  const added: string[] = [];
  for (const [place, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      const machine = machineOf(name);
      if (!machine || isLocked(lock, place, name)) continue;
      const version = range.replace(/^[~^]/, '');
      lock.packages[`node_modules/${name}`] = { version, optional: true, ...machine };
      added.push(`${name}@${version}`);
    }
  }
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).toSorted(([one], [other]) => one.localeCompare(other, 'en')),
  );
  return added;
}

function isLocked(lock: LockFile, place: string, name: string): boolean {
  const nested = place ? `${place}/node_modules/${name}` : `node_modules/${name}`;
  return lock.packages[nested] !== undefined || lock.packages[`node_modules/${name}`] !== undefined;
}

/** What npm compares with the machine to leave a package out, read from the package's name. */
export function machineOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } | undefined {
  if (name === 'fsevents') return { os: ['darwin'] };
  if (name.endsWith('-wasm32-wasi')) return { cpu: ['wasm32'] };
  const found =
    /[-/](darwin|linux|win32|android|freebsd|openharmony)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64)(?:-(\w+))?$/.exec(
      name,
    );
  if (!found) return undefined;
  const [, os = '', cpu = '', abi = ''] = found;
  const libc = os === 'linux' && abi ? { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] } : {};
  return { os: [os], cpu: [cpu], ...libc };
}

if (import.meta.main) {
  const file = path.join(repositoryRoot, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
  const added = completeLock(lock);
  const isCheck = process.argv.includes('--check');
  if (added.length > 0 && !isCheck) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  const verb = isCheck ? 'package-lock.json lacks' : 'Added to package-lock.json:';
  if (added.length > 0) console.log(`${verb} ${added.length} native packages of other machines.`);
  if (added.length > 0 && isCheck) {
    console.log('Run "npx node scripts/checking/complete-lock.ts" after every npm install.');
    process.exitCode = 1;
  }
}
