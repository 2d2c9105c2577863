import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { factsAt } from '../learner/facts-at.ts';
import { CATALOGUE } from '../testing/drawings.ts';
import { ENROLLED, newcomer, withCompleted } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';
import { checkCondition } from './check-condition.ts';
import { checkEventCondition } from './check-event-condition.ts';
import { ConditionFailedError } from './errors.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { evaluateKey } from './evaluate-key.ts';

const later = ENROLLED + 10 * DAY;
const view = factsAt(withCompleted(newcomer(), 'bowline', ENROLLED + DAY), later);
const holds = (source: string) =>
  evaluateCondition(source, view, { plan: 'yearly', seats: 3 }, { attempt: 2, late: true });
const codeOf = (source: string, where = false) => checkCondition(source, CATALOGUE, where)?.code ?? null;

describe('a condition', () => {
  it.each([
    ['facts.progress >= 50', false],
    ['facts.progress > 33 && facts.progress < 33.4', true],
    ['facts.progress == 33.33', true],
    ['33 < facts.progress', true],
    ['facts.progress + 20 > 50', true],
    ['100 - facts.progress > 60.5', true],
    ['facts.progress * 3 > 99', true],
    ['facts.progress / 2 < 17', true],
    ['facts.daysSinceEnrollment == 10', true],
    ['facts.daysSinceEnrollment != 10', false],
    ['facts.modules["bowline"].completed && !facts.modules["splice"].completed', true],
    ['facts.modules["bowline"].score >= 90', true],
    ['facts.modules.bowline.lessonsDone == 2', true],
    ['facts.phases["basics"].completed', false],
    ['facts.phases["basics"].progress == 50', true],
    ['facts.modules.exists(key, facts.modules[key].completed)', true],
    ['facts.modules.all(key, facts.modules[key].completed)', false],
    ['facts.requirementsMet || facts.certified', false],
    ['facts.awaitsGrade', false],
    ['vars.plan == "yearly" && vars.seats >= 3', true],
    ['has(vars.coupon)', false],
    ['vars.plan.startsWith("year")', true],
    ['event.attempt == 2 && event.late', true],
  ])('%s is %s', (source, expected) => {
    expect(codeOf(source, true)).toBeNull();
    expect(holds(source)).toBe(expected);
  });

  it.each([
    ['facts.progress >=', 'condition.syntax'],
    ['progress >= 50', 'condition.type'],
    ['facts.grade > 3', 'condition.type'],
    ['facts.progress >= "half"', 'condition.type'],
    ['facts.progress', 'condition.not-yes-or-no'],
    ['facts.modules["juggling"].completed', 'condition.unknown-module'],
    ['facts.modules.juggling.completed', 'condition.unknown-module'],
    ['facts.phases["juggling"].completed', 'condition.unknown-phase'],
    ['vars.plan.matches("(a+)+$")', 'condition.call-unknown'],
    ['timestamp("2026-01-01T00:00:00Z") < timestamp("2027-01-01T00:00:00Z")', 'condition.call-unknown'],
    ['event.attempt == 2', 'condition.event-unknown'],
    ['[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))', 'condition.too-long'],
    ['('.repeat(100), 'condition.syntax'],
  ])('%s cannot be published: %s', (source, code) => {
    expect(codeOf(source)).toBe(code);
    expect(checkCondition(source, CATALOGUE)?.message).toMatch(/\. [A-Z].+\.$/);
  });

  it.each([
    'vars.coupon == "x"',
    'facts.modules["juggling"].completed',
    'vars.plan > 3',
    'vars.seats',
    'nonsense(',
  ])('%s fails when asked, as the one error that a step turns into a block', (source) => {
    expect(() => holds(source)).toThrow(ConditionFailedError);
  });

  it.each(['vars.constructor == 1', 'vars.__proto__ == 1', 'facts.constructor == 1', 'vars.toString == 1'])(
    '%s reaches nothing of JavaScript',
    (source) => {
      expect(() => holds(source)).toThrow(ConditionFailedError);
    },
  );
});

it('is interpreted: the library makes no code out of text, and asks no clock', () => {
  const folder = new URL('../../../../node_modules/@marcbachmann/cel-js/lib/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.js'));
  expect(sources.length).toBeGreaterThan(5);
  for (const name of sources) {
    const source = readFileSync(new URL(name, folder), 'utf8');
    expect(source).not.toMatch(/\beval\(|new Function\(|Date\.now|Math\.random/);
  }
});

describe('checkEventCondition', () => {
  const codeFor = (source: string, fields: string[]) =>
    checkEventCondition(source, CATALOGUE, fields)?.code ?? null;

  it.each([
    ['event.module == "bowline"', ['module'], null],
    ['event["module"] == "bowline" && facts.progress > 5', ['module'], null],
    ['event.percentage < 50 && event.passed', ['passed', 'percentage'], null],
    ['event.grade > 50', ['percentage'], 'condition.event-field-unknown'],
    ['event.module == "bowline"', [], 'condition.event-field-unknown'],
    ['event.module ==', ['module'], 'condition.syntax'],
  ])('finds in %s with %j: %s', (source, fields, code) => {
    expect(codeFor(source, fields)).toBe(code);
  });
});

describe('evaluateKey', () => {
  const keyOf = (source: string, event: Record<string, string | number | boolean> = {}) =>
    evaluateKey(source, factsAt(newcomer(), ENROLLED), { plan: 'gold' }, event);

  it('makes a text of any single value', () => {
    expect(keyOf('event.module', { module: 'bowline' })).toBe('bowline');
    expect(keyOf('event.attempt', { attempt: 2 })).toBe('2');
    expect(keyOf('2')).toBe(keyOf('2.0'));
    expect(keyOf('vars.plan + "/" + event.module', { module: 'splice' })).toBe('gold/splice');
    expect(keyOf('facts.certified')).toBe('false');
  });

  it.each(['event.module', 'facts.modules', '[1, 2]', `"${'x'.repeat(121)}"`])('refuses %s', (source) => {
    expect(() => keyOf(source)).toThrow(ConditionFailedError);
  });
});
