import { describe, expect, it } from '@jest/globals';
import { generateJourney } from '../../journey/generate-journey.ts';
import type { Definition, StepId } from '../../model/definition.ts';
import type { Catalogue } from '../../model/plan.ts';
import { CATALOGUE, DONE, draw, mailStep, problemsOf, START, waitStep } from '../../testing/drawings.ts';
import { graphOf, reachableFrom } from '../graph.ts';

/** A course of twelve weeks in four phases, as its journey is generated. */
const MODULES = Array.from({ length: 12 }, (_, index) => ({
  key: `week-${index + 1}`,
  title: `Week ${index + 1}`,
  position: index + 1,
  phase: `phase-${Math.floor(index / 3) + 1}`,
  hasAssessment: true,
}));
const COURSE: Catalogue = { courseTitle: 'Knots', modules: MODULES };
const JOURNEY = generateJourney({
  courseTitle: 'Knots',
  durationWeeks: 12,
  phases: [1, 2, 3, 4].map((number) => ({
    key: `phase-${number}`,
    title: `Phase ${number}`,
    modules: MODULES.filter(({ phase }) => phase === `phase-${number}`),
  })),
}).definition as unknown as Definition;

function missedIn(definition: Definition): StepId[] {
  const reached = reachableFrom(graphOf(definition), [definition.trigger]);
  return Object.keys(definition.steps).filter((id) => !reached.has(id));
}

describe('one cut line', () => {
  it('is told of by its two ends, whichever line of a long journey it is, and publishing is refused', () => {
    expect(problemsOf(JOURNEY, COURSE)).toEqual([]);
    let most = 0;
    for (const cut of JOURNEY.edges) {
      const definition = { ...JOURNEY, edges: JOURNEY.edges.filter((edge) => edge !== cut) };
      const problems = problemsOf(definition, COURSE);
      const place = { from: cut.from, port: cut.port, problems: problems.map(({ code }) => code) };
      const missed = missedIn(definition);
      const errors = problems.filter(({ severity }) => severity === 'error');
      const unreachable = problems.filter(({ code }) => code === 'flow.step-unreachable');
      expect({ ...place, refused: errors.length > 0 || missed.length === 0 }).toEqual({
        ...place,
        refused: true,
      });
      expect({
        ...place,
        told: unreachable.flatMap(({ stepId, steps }) => steps ?? [stepId]).toSorted(),
      }).toEqual({
        ...place,
        told: missed.toSorted(),
      });
      expect({ ...place, many: unreachable.length > 1 || problems.length > 2 }).toEqual({
        ...place,
        many: false,
      });
      most = Math.max(most, missed.length);
    }
    expect(most).toBeGreaterThan(40);
  });

  it('says how many steps hang on the first of them, and names them all', () => {
    const steps = { start: START, a: mailStep(), b: waitStep(1), c: mailStep(), done: DONE };
    const cut = draw(steps, [
      ['start', 'next', 'a'],
      ['b', 'next', 'c'],
      ['c', 'next', 'done'],
    ]);
    expect(problemsOf(cut)).toMatchObject([
      { code: 'flow.port-unconnected', stepId: 'a', field: 'next' },
      {
        code: 'flow.step-unreachable',
        severity: 'error',
        stepId: 'b',
        steps: ['b', 'c', 'done'],
        message:
          'No way leads from the trigger to “Wait 1 days”, so that it and the 2 steps after it cannot be reached. Connect it, or remove them.',
      },
    ]);
  });

  it('tells of two cuts apart, of a loop that nobody can enter once, and of one step as before', () => {
    const lines = (...edges: Parameters<typeof draw>[1]) =>
      problemsOf(
        draw({ start: START, a: waitStep(1), b: waitStep(2), c: waitStep(3), done: DONE }, edges),
      ).filter(({ code }) => code === 'flow.step-unreachable');
    expect(
      lines(['start', 'next', 'done'], ['a', 'next', 'done'], ['b', 'next', 'c'], ['c', 'next', 'done']).map(
        ({ stepId, steps }) => [stepId, steps],
      ),
    ).toEqual([
      ['a', undefined],
      ['b', ['b', 'c']],
    ]);
    const loop = lines(
      ['start', 'next', 'done'],
      ['a', 'next', 'b'],
      ['b', 'next', 'c'],
      ['c', 'next', 'a', 'back'],
    );
    expect(loop.map(({ steps }) => steps)).toEqual([['a', 'b', 'c']]);
    expect(lines(['start', 'next', 'a'], ['a', 'next', 'b'], ['b', 'next', 'done'])[0]?.message).toBe(
      'No way leads from the trigger to “Wait 3 days”. Connect it, or remove it.',
    );
  });
});

describe('the hint to give a loop a way out', () => {
  const codes = (...edges: Parameters<typeof draw>[1]) =>
    problemsOf(draw({ start: START, a: waitStep(1), b: waitStep(2), done: DONE }, edges), CATALOGUE).map(
      ({ code }) => code,
    );

  it('is given for a loop, once', () => {
    expect(codes(['start', 'next', 'a'], ['a', 'next', 'b'], ['b', 'next', 'a', 'back'])).toEqual(
      expect.arrayContaining(['flow.end-unreachable']),
    );
  });

  it('is not given where a way only breaks off', () => {
    expect(codes(['start', 'next', 'a'], ['a', 'next', 'b'])).not.toContain('flow.end-unreachable');
    expect(codes(['start', 'next', 'a'], ['b', 'next', 'done'])).not.toContain('flow.end-unreachable');
  });
});
