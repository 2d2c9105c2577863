import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal, sentenceFor } from './refusal.ts';
import { readSettings } from './settings.ts';
import { identityOf, lives, signal } from './supervision/process-identity.ts';
import { readProcessList, stopMark, type ListedPart } from './supervision/process-list.ts';

const usage = 'Usage: npm run part -- [list | stop PART | start PART | kill PART]';

/** Lists the parts of a running copy, or stops, starts or kills one of them. */
function main([action = 'list', name]: string[]): void {
  const { data } = readSettings(process.env);
  const list = readProcessList(data);
  if (!list || !identityOf(list.supervisor))
    throw new Refusal(`Nothing is running on the data folder ${data}.`);
  if (action === 'list') {
    for (const part of list.parts) console.log(line(part));
    return;
  }
  const part = list.parts.find((candidate) => candidate.name === name);
  if (!part) throw new Refusal(`There is no part "${name ?? ''}". ${usage}`);
  act(data, action, part);
}

function act(data: string, action: string, part: ListedPart): void {
  const mark = stopMark(data, part.name);
  switch (action) {
    case 'stop':
      mkdirSync(path.dirname(mark), { recursive: true });
      writeFileSync(mark, '');
      if (part.pid && lives(part.pid, part.identity)) signal(part.pid, part.politeSignal);
      break;
    case 'start':
      rmSync(mark, { force: true });
      break;
    case 'kill':
      if (part.pid && lives(part.pid, part.identity)) signal(part.pid, 'SIGKILL');
      break;
    default:
      throw new Refusal(usage);
  }
}

function line({ name, state, pid, port }: ListedPart): string {
  return [
    name.padEnd(19),
    state.padEnd(9),
    pid ? `process ${pid}`.padEnd(16) : ''.padEnd(16),
    port ? `port ${port}` : '',
  ].join('');
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(sentenceFor(error));
  process.exitCode = 1;
}
