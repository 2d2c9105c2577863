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

  it('calls the phases of a course what the school calls them, in titles and in mails', () => {
    const modules = CATALOGUE.modules.map((module) => ({
      ...module,
      phase: 'the-basics',
      phaseTitle: 'The Basics',
    }));
    const drip = TEMPLATES.find(({ id }) => id === 'weekly-drip')!.draw({ ...CATALOGUE, modules }).definition;
    const said = Object.values(drip.steps).flatMap(({ title, config }) => [
      title,
      ...('subject' in config ? [config.subject, config.body] : []),
      ...('branches' in config ? config.branches.map((branch) => branch.title) : []),
    ]);
    expect(said).toContain('Catch up on The Basics');
    expect(said.filter((text) => text.includes('the-basics'))).toEqual([]);
  });

  it('names each once', () => {
    expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
  });
});
