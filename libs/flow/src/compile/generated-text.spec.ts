import { describe, expect, it } from '@jest/globals';
import { cutToLength, safeText, unfitIn } from './generated-text.ts';

describe('the text of a machine', () => {
  it('may name the person, and fills in nothing else', () => {
    expect(safeText(' Dear {{ person.name }}, see {{links.certificate}}. ')).toBe(
      'Dear {{person.name}}, see links.certificate.',
    );
    expect(safeText('An open {{brace')).toBe('An open {brace');
    expect(safeText('A closed one }} here')).toBe('A closed one } here');
  });

  it('ends at a whole sentence, else at a whole word', () => {
    expect(cutToLength('One. Two.', 9)).toBe('One. Two.');
    expect(cutToLength('One is here. Two is there. Three', 28)).toBe('One is here. Two is there.');
    expect(cutToLength('abcdefgh ijklmnop qrstuvw', 20)).toBe('abcdefgh ijklmnop…');
    expect(cutToLength('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});

describe("a person's wording", () => {
  it('may name the person', () => {
    expect(unfitIn('Dear {{person.name}} or {{ person.name }}, {well} done.')).toBeNull();
  });

  it('is told which variable does not fit, or that braces do not close', () => {
    expect(unfitIn('Dear {{person.name}}, dear {{ name }}')).toBe('{{name}}');
    expect(unfitIn('Dear {{person.name, well done')).toBe('{{');
    expect(unfitIn('Dear person.name}}, well done')).toBe('}}');
    expect(unfitIn('{{text.cheer}}')).toBe('{{text.cheer}}');
  });
});
