import { describe, expect, it } from '@jest/globals';
import { Definition } from '../model/definition.ts';
import { CATALOGUE, problemsOf } from '../testing/drawings.ts';
import { blank, TEMPLATES } from './gallery.ts';

const NO_COURSE = { modules: [], courseTitle: null };

describe('templates', () => {
  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    '%s can be published as it comes, and is a definition of today',
    (_, template) => {
      const { definition } = template.draw(CATALOGUE);
      expect(problemsOf(definition)).toEqual([]);
      expect(Definition.parse(definition)).toEqual(definition);
      const bare = template.needsCourse ? [] : problemsOf(template.draw(NO_COURSE).definition, NO_COURSE);
      expect(bare).toEqual([]);
    },
  );

  it('has a blank one that works without a course', () => {
    expect(problemsOf(blank().definition, NO_COURSE)).toEqual([]);
  });

  it('names each once', () => {
    expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
  });
});
