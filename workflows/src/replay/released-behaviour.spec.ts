import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { transformSync } from '@swc/core';

const require = createRequire(import.meta.url);
const HISTORIES = fileURLToPath(new URL('../../histories', import.meta.url));
const LIST = fileURLToPath(new URL('released-behaviour.json', import.meta.url));

/** What a workflow's code was when its histories were recorded. */
interface Released {
  /** Of its code and all it imports of ours, without comments, types and names of variables. */
  code: string;
  /** By file name, what is in it. */
  histories: Record<string, string>;
}

type Behaviour = Record<string, Released>;

const sha = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The code of a file as it runs: formatting, comments and names of variables do not count. */
function running(file: string): string {
  return transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    // A source map holds the comments, and where the file lies.
    sourceMaps: false,
    jsc: {
      parser: { syntax: 'typescript' },
      target: 'es2022',
      minify: { compress: false, mangle: { toplevel: true } },
    },
    minify: true,
  }).code;
}

/** The code of a workflow with all of ours that it imports, in the order of the imports. */
function closure(file: string, seen = new Set<string>()): string {
  if (seen.has(file)) return '';
  seen.add(file);
  const code = running(file);
  const imports = [...code.matchAll(/from"([^"]+)"/g)].map(([, name]) => name!);
  const ours = imports.filter((name) => name.startsWith('.') || name.startsWith('@gradus/'));
  const files = ours.map((name) =>
    name.startsWith('.') ? path.resolve(path.dirname(file), name) : require.resolve(name),
  );
  return [code, ...files.map((one) => closure(one, seen))].join('\n');
}

/** As it is now: every workflow that is exported to the worker. */
function present(): Behaviour {
  const index = fileURLToPath(new URL('../index.ts', import.meta.url));
  const files = readdirSync(HISTORIES).filter((name) => name.endsWith('.json'));
  const exported = [...readFileSync(index, 'utf8').matchAll(/export \{ (\w+) \} from '([^']+)'/g)];
  return Object.fromEntries(
    exported.map(([, workflow, file]) => [
      workflow!,
      {
        code: sha(closure(path.resolve(path.dirname(index), file!))),
        histories: Object.fromEntries(
          files
            .filter((name) => name.split('.')[0] === workflow)
            .map((name) => [name, sha(readFileSync(path.join(HISTORIES, name), 'utf8'))]),
        ),
      },
    ]),
  );
}

const released = () => JSON.parse(readFileSync(LIST, 'utf8')) as Behaviour;

/** What has to be done before this code may be released; empty: nothing. */
function toDo(noted: Behaviour, now: Behaviour): string[] {
  const lines: string[] = [];
  for (const [workflow, { code, histories }] of Object.entries(now)) {
    const before = noted[workflow];
    const fresh = Object.entries(histories).filter(([name, hash]) => before?.histories[name] !== hash);
    const gone = Object.keys(before?.histories ?? {}).filter((name) => !(name in histories));
    if (before?.code !== code && fresh.length === 0)
      lines.push(
        `"${workflow}" does not do what it did when its histories were recorded. Keep the old ones replaying (patched()), ` +
          'record a new one beside them (apps/worker/src/testing/record-histories.ts), then note it: ' +
          'UPDATE_HISTORIES=yes with this test.',
      );
    if (before?.code === code && fresh.length > 0)
      lines.push(`"${workflow}" has a history that is not noted: ${fresh.map(([name]) => name).join(', ')}.`);
    if (before?.code !== code && fresh.length > 0)
      lines.push(`"${workflow}" has a new history; note it: UPDATE_HISTORIES=yes with this test.`);
    for (const name of gone)
      lines.push(
        `"${workflow}": ${name} is gone. Somebody's run may still have such a history: put it back.`,
      );
  }
  return lines;
}

/** What noting the present state settles; the rest has to be done first. */
const MAY_BE_NOTED = /has a new history; note it|has a history that is not noted/;

describe('what the workflows do', () => {
  it('is what the recorded histories are of', () => {
    const now = present();
    const noting = process.env['UPDATE_HISTORIES'] === 'yes';
    const left = toDo(released(), now).filter((line) => !noting || !MAY_BE_NOTED.test(line));
    if (noting && left.length === 0) writeFileSync(LIST, `${JSON.stringify(now, null, 2)}\n`);
    expect(left).toEqual([]);
  });

  const one: Behaviour = { grade: { code: 'a', histories: { 'grade.first.json': '1' } } };
  it.each([
    ['a change without a new history', { grade: { ...one['grade']!, code: 'b' } }, /record a new one/],
    [
      'a change with a history that nobody noted',
      { grade: { code: 'b', histories: { 'grade.first.json': '1', 'grade.second.json': '2' } } },
      /note it/,
    ],
    ['a history that went missing', { grade: { code: 'a', histories: {} } }, /put it back/],
    [
      'a new workflow that nobody noted',
      { ...one, bill: { code: 'c', histories: { 'bill.first.json': '3' } } },
      /"bill" has a new history; note it/,
    ],
    ['a workflow without a history', { ...one, bill: { code: 'c', histories: {} } }, /"bill" does not do/],
  ])('%s is found', (_what, now, sentence) => {
    expect(toDo(one, now).join('\n')).toMatch(sentence);
  });

  it('takes neither comments nor formatting nor names of variables for behaviour', () => {
    expect(toDo(one, one)).toEqual([]);
    const file = fileURLToPath(new URL('../run-automation.workflow.ts', import.meta.url));
    expect(running(file)).not.toContain('/**');
    expect(closure(file)).toContain('proxyLocalActivities');
  });
});
