import { describe, expect, it } from '@jest/globals';
import { fieldsOf, firstRow, parseWhere, printWhere } from './event-where.ts';

const graded = fieldsOf('submission.graded');

describe('a where-clause', () => {
  it.each([
    'event.module == "week-1"',
    'event.passed',
    '!event.passed',
    'event.percentage >= 49.5 && !event.passed',
    'event.module != "a \\"quoted\\" key" && event.attempt < 3',
  ])('%s goes into rows and back', (where) => {
    expect(printWhere(parseWhere(where, graded) ?? [])).toBe(where);
  });

  it.each([
    'event.module == "a" || event.passed',
    'facts.progress > 5',
    'event.module > 3',
    'event.grade == 1',
    'event.passed == true && size(event.module) > 2',
  ])('%s is more than the form shows', (where) => {
    expect(parseWhere(where, graded)).toBeNull();
  });

  it('begins with something to change, where there is anything', () => {
    expect(firstRow(graded)).toEqual({ field: 'module', comparison: '==', value: '' });
    expect(firstRow(fieldsOf('requirements.met'))).toBeNull();
    expect(parseWhere(undefined, graded)).toEqual([]);
    expect(printWhere([])).toBeUndefined();
  });
});
