import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { lockFile, takeLock } from './lock.ts';
import { endLeftovers, postmasterOf } from './leftovers.ts';
import type { PartPlan } from './part.ts';
import { identityOf, lives } from './process-identity.ts';
import { readProcessList, stopMark, writeProcessList } from './process-list.ts';
import { restartDelay, stagesFromTop, Supervisor } from './supervisor.ts';

const quiet = () => jest.spyOn(process.stdout, 'write').mockReturnValue(true);
let data: string;

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'gradus-parts-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** A part that writes down when it ends; it is up once it has written that it began. */
function part(name: string, stage: number): PartPlan {
  const [begun, order] = [path.join(data, `${name}.begun`), path.join(data, 'order')];
  const script = `trap 'echo ${name} >> "${order}"; exit 0' TERM; echo > "${begun}"; while :; do sleep 0.05; done`;
  return {
    name,
    title: name,
    command: 'sh',
    args: ['-c', script],
    stage,
    ready: async () => existsSync(begun),
  };
}

const pidOf = (name: string) => readProcessList(data)?.parts.find((it) => it.name === name)?.pid;

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition() && tries < 400; tries += 1) await pause(25);
  expect(condition()).toBe(true);
}

describe('Supervisor', () => {
  it('ends the parts that need others first', async () => {
    const supervisor = new Supervisor(data);
    for (const plan of [part('database', 0), part('worker', 2), part('api', 3)])
      await supervisor.startQuietly(plan);
    expect(await supervisor.stopAll()).toEqual(['api', 'worker', 'database']);
    expect(stagesFromTop([0, 3, 0, 2])).toEqual([3, 2, 0]);
  });

  it('starts a killed part again, and not one that was marked as stopped', async () => {
    const output = quiet();
    const supervisor = new Supervisor(data);
    await supervisor.startQuietly(part('worker', 2));
    const first = pidOf('worker') ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => pidOf('worker') !== undefined && pidOf('worker') !== first);
    writeFileSync(stopMark(data, 'worker'), '');
    process.kill(pidOf('worker') ?? 0, 'SIGKILL');
    await until(() => readProcessList(data)?.parts[0]?.state === 'stopped');
    rmSync(stopMark(data, 'worker'));
    await until(() => pidOf('worker') !== undefined);
    await supervisor.stopAll();
    expect(output.mock.calls.join('')).toContain('Worker ended by SIGKILL; starting it again in 0.2 s');
    output.mockRestore();
  });

  it('starts a part anew by another plan, and only by that', async () => {
    const output = quiet();
    const supervisor = new Supervisor(data);
    await supervisor.startQuietly(part('worker', 2));
    const first = pidOf('worker');
    await supervisor.replace({ ...part('worker', 2), title: 'worker, changed' });
    expect(pidOf('worker')).not.toBe(first);
    await pause(restartDelay(1) + 100);
    expect(readProcessList(data)?.parts.map(({ name, state }) => [name, state])).toEqual([
      ['worker', 'running'],
    ]);
    expect(output).not.toHaveBeenCalled();
    expect(await supervisor.stopAll()).toEqual(['worker, changed']);
    output.mockRestore();
  });

  it('says why a part did not start', async () => {
    const supervisor = new Supervisor(data);
    const broken = {
      ...part('broken', 1),
      args: ['-c', 'echo no room left; exit 3'],
      ready: async () => false,
    };
    await expect(supervisor.startQuietly(broken)).rejects.toThrow(
      /broken ended while starting\.(.|\n)*no room left/,
    );
    await supervisor.stopAll();
  });

  it('waits longer after each fall, up to a quarter of a minute', () => {
    expect([1, 2, 3, 20].map(restartDelay)).toEqual([200, 400, 800, 15_000]);
  });
});

describe('left-overs', () => {
  it('are ended on the next start, and strangers with the same number are not', async () => {
    const first = new Supervisor(data);
    await first.startQuietly(part('worker', 2));
    const list = readProcessList(data);
    const pid = pidOf('worker') ?? 0;
    const identity = identityOf(pid);
    const stranger = {
      name: 'api',
      pid: process.pid,
      identity: 'another',
      state: 'running',
      politeSignal: 'SIGTERM',
    } as const;
    writeProcessList(data, { supervisor: 1, parts: [...(list?.parts ?? []), stranger] });
    const output = quiet();
    expect(await endLeftovers(data, [path.join(data, 'nowhere')])).toEqual(['worker']);
    expect(lives(pid, identity)).toBe(false);
    await first.stopAll();
    output.mockRestore();
  });

  it('take a pid file for that of a server only when the process is one', () => {
    writeFileSync(path.join(data, 'postmaster.pid'), `${process.pid}\n`);
    expect(postmasterOf(data)).toBeUndefined();
  });
});

describe('the lock of the data folder', () => {
  it('says who has it and what to do', () => {
    const letGo = takeLock(data);
    expect(() => takeLock(data)).toThrow(
      new RegExp(`already running on the data folder .* \\(process ${process.pid}\\).*GRADUS_DATA`),
    );
    letGo();
    takeLock(data)();
  });

  it('is taken over from a process that is gone', () => {
    const file = path.join(data, 'lock');
    writeFileSync(file, JSON.stringify({ pid: process.pid, identity: 'of another life' }));
    lockFile(file, () => 'held')();
    expect(existsSync(file)).toBe(false);
  });
});
