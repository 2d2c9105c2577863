import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AUDITED_ACTIONS, sayAuditedAction } from '@gradus/contracts';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** What is written by SQL of its own, not by `recordAudit`, whose type is the list. */
function writtenBySql(): Array<[file: string, action: string]> {
  const files = globSync('{apps,libs,activities,workflows}/**/src/**/*.ts', { cwd: ROOT });
  return files
    .filter((file) => !/\.spec\.ts$|int-spec\.ts$|\/migrations\/|record-audit\.ts$|node_modules/.test(file))
    .flatMap((file) => {
      const inserts = readFileSync(resolve(ROOT, file), 'utf8').split('INSERT INTO audit_log').slice(1);
      return inserts.map((text): [string, string] => [file, /'([a-z]+\.[a-zA-Z-]+)'/.exec(text)?.[1] ?? '?']);
    });
}

describe('the words of the audit log', () => {
  it.each(AUDITED_ACTIONS)('%s is said in plain words, as a deed', (action) => {
    const said = sayAuditedAction(action);
    expect(said).toMatch(/^[A-Z][a-zA-Z:, ]+$/);
    expect(said).not.toContain('.');
    expect(said.split(' ').length).toBeGreaterThan(2);
  });

  it('says no two deeds alike', () => {
    expect(new Set(AUDITED_ACTIONS.map(sayAuditedAction)).size).toBe(AUDITED_ACTIONS.length);
  });

  it('knows every action that is written without recordAudit', () => {
    const written = writtenBySql();
    expect(written.length).toBeGreaterThan(2);
    expect(written.filter(([, action]) => !(AUDITED_ACTIONS as string[]).includes(action))).toEqual([]);
  });
});
