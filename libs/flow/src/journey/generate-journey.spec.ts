import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { compile } from '../compile/compile.ts';
import type { Catalogue } from '../model/plan.ts';
import { generateJourney } from './generate-journey.ts';
import type { CourseOutline } from './outline.ts';

jest.setTimeout(60_000);

function catalogueOf(outline: CourseOutline): Catalogue {
  const modules = outline.phases.flatMap((phase) =>
    phase.modules.map((module) => ({ ...module, phase: phase.key })),
  );
  return { courseTitle: outline.courseTitle, modules };
}

const outlines: fc.Arbitrary<CourseOutline> = fc
  .record({
    courseTitle: fc.string(),
    durationWeeks: fc.nat(60),
    phases: fc.uniqueArray(
      fc.record({
        key: fc.string({ minLength: 1 }),
        title: fc.string({ unit: 'grapheme', maxLength: 200 }),
        modules: fc.array(fc.record({ title: fc.string(), hasAssessment: fc.boolean() }), { maxLength: 6 }),
      }),
      { selector: (phase) => phase.key, maxLength: 6 },
    ),
  })
  .map((outline) => {
    let position = 0;
    const phases = outline.phases.map((phase) => ({
      ...phase,
      modules: phase.modules.map((module) => ({ ...module, key: `m${(position += 1)}`, position })),
    }));
    return { ...outline, phases };
  });

describe('a generated journey', () => {
  it('compiles without an error or a warning, whatever the outline', () => {
    fc.assert(
      fc.property(outlines, (outline) => {
        const { definition } = generateJourney(outline);
        expect(compile(definition, catalogueOf(outline), 'v1')).toMatchObject({ ok: true, warnings: [] });
      }),
    );
  });

  it('gives every step a place of its own', () => {
    fc.assert(
      fc.property(outlines, (outline) => {
        const { definition, layout } = generateJourney(outline);
        expect(Object.keys(layout).sort()).toEqual(Object.keys(definition.steps).sort());
        const places = Object.values(layout).map(({ x, y }) => `${x}/${y}`);
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });

  it('writes one message that people can unsubscribe from', () => {
    const { definition } = generateJourney({ courseTitle: 'Knots', durationWeeks: 1, phases: [] });
    const marketing = Object.values(definition.steps).filter(
      (step) => step.kind === 'message' && step.config.category === 'marketing',
    );
    expect(marketing).toHaveLength(1);
  });
});
