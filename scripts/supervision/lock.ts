import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../refusal.ts';
import { identityOf, lives } from './process-identity.ts';

/** Takes the data folder for this process, or says who has it. The answer lets go of it. */
export function takeLock(data: string): () => void {
  return lockFile(path.join(data, 'lock'), (pid) => heldSentence(data, pid));
}

/** Makes a lock file for this process, taking over one whose maker is gone. The answer removes it. */
export function lockFile(file: string, sentence: (holder: number) => string): () => void {
  const mine = JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = readHolder(file);
      if (holder && lives(holder.pid, holder.identity)) throw new Refusal(sentence(holder.pid));
      rmSync(file, { force: true });
    }
  }
  throw new Refusal(`Somebody else is taking ${file} at this very moment; try again.`);
}

function readHolder(file: string): { pid: number; identity?: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { pid: number; identity?: string };
  } catch {
    return undefined;
  }
}

function heldSentence(data: string, pid: number): string {
  return (
    `Gradus is already running on the data folder ${data} (process ${pid}); stop that one first, ` +
    `or set GRADUS_DATA to another folder and the GRADUS_*_PORT variables to other ports.`
  );
}
