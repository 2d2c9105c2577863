import { parseRows, printRows } from './condition-rows.ts';

describe('condition rows', () => {
  it.each([
    'facts.requirementsMet',
    '!facts.awaitsGrade',
    '!facts.certified',
    'facts.progress >= 50',
    'facts.modules["pricing-strategy"].passed && facts.daysSinceEnrollment < 30',
    '"vip" in facts.tags || !("late payer" in facts.tags)',
    'facts.fields.stage == "begun" && facts.fields["shoe-size"] >= 40 && vars.first != true',
    '!facts.phases["foundation"].completed || facts.phases["advanced"].progress <= 40',
  ])('print(parse(%s)) is the same text', (text) => {
    const rows = parseRows(text);
    expect(rows).not.toBeNull();
    expect(rows && printRows(rows)).toBe(text);
  });

  it('reads the dotted and the compared forms', () => {
    expect(parseRows('facts.modules.intro.completed == false')).toEqual({
      join: 'all',
      rows: [{ subject: { kind: 'module', key: 'intro', field: 'completed' }, expected: false }],
    });
  });

  it.each([
    '(facts.progress > 5) && facts.certified',
    'facts.progress > 5 && facts.certified || facts.requirementsMet',
    'facts.progress',
    'facts.modules.exists(m, m.passed)',
    'vars.score > "three"',
    'facts.fields.stage == vars.stage',
    '!"vip" in facts.tags',
    'facts.certified > 2',
  ])('leaves %s as text', (text) => expect(parseRows(text)).toBeNull());
});
