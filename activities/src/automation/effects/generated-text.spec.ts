import { describe, expect, it } from '@jest/globals';
import { cutToLength } from './generated-text.ts';

describe('a text out of a model', () => {
  it('ends at a whole sentence, else at a whole word', () => {
    expect(cutToLength('One. Two.', 9)).toBe('One. Two.');
    expect(cutToLength('One is here. Two is there. Three', 28)).toBe('One is here. Two is there.');
    expect(cutToLength('abcdefgh ijklmnop qrstuvw', 20)).toBe('abcdefgh ijklmnop…');
    expect(cutToLength('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});
