import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Definition, Step } from '../model/definition.ts';
import { timedChain, mailStep, planOf, releaseStep, untilFacts, waitStep } from '../testing/drawings.ts';
import { definitions, edited } from '../testing/generated.ts';
import { diffDefinitions, nothingDiffers } from './diff.ts';
import { sayDiff } from './say-diff.ts';

const drawing = (steps: Record<string, Step>, exitOn: string[] = []): Definition =>
  planOf(timedChain(steps, exitOn)).definition;

const said = (before: Definition, after: Definition): string[] =>
  sayDiff(diffDefinitions(before, after), before, after).map(({ text }) => text);

const named = <S extends Step>(title: string, step: S): S => ({ ...step, title });

describe('what differs between two versions', () => {
  it('is said in plain words, in the order of the way', () => {
    const before = drawing({ quiz: named('Week 3 quiz', waitStep(5)), old: named('Old news', mailStep()) });
    const after = drawing({
      quiz: named('Week 3 quiz', waitStep(3)),
      next: named('Week 4', releaseStep('splice', 7)),
    });
    expect(said(before, after)).toEqual([
      '“Week 3 quiz”: length of the wait 5 days → 3 days.',
      '“Week 3 quiz” leads to “Week 4” instead of “Old news”.',
      '“Old news” is taken out.',
      '“Week 4” is new.',
    ]);
  });

  it('goes along the way, however the steps are stored, and says what is gone where it stood', () => {
    const line = (...steps: Array<[string, Step]>) => drawing(Object.fromEntries(steps));
    const [a, b, c] = ['First', 'Second', 'Third'].map((title) => named(title, waitStep(1)));
    const before = line(['z', a!], ['y', b!], ['x', c!]);
    const after = line(
      ['z', { ...a!, title: 'One' }],
      ['w', named('New', mailStep())],
      ['x', { ...c!, title: 'Three' }],
    );
    const stored = { ...after, steps: Object.fromEntries(Object.entries(after.steps).toReversed()) };
    const texts = said(before, stored).filter((text) => !text.includes('leads'));
    expect(texts).toEqual([
      '“First” is called “One” now.',
      '“Second” is taken out.',
      '“New” is new.',
      '“Third” is called “Three” now.',
    ]);
  });

  it('names fields, values, new names and settings as people read them', () => {
    const before = drawing({ one: untilFacts('facts.certified', 2), mail: mailStep() });
    const after = drawing(
      {
        one: named('Until certified', untilFacts('facts.requirementsMet')),
        mail: {
          ...mailStep(true),
          config: { ...mailStep(true).config, body: 'Quite another text.\n\nWith lines.' },
        },
      },
      ['payment.cancelled'],
    );
    expect(said(before, after)).toEqual([
      '“Until” is called “Until certified” now.',
      '“Until certified”: condition facts.certified → facts.requirementsMet.',
      '“Until certified”: longest wait 2 days → none.',
      '“Until certified” by “time ran out” leads nowhere now.',
      '“Mail”: text is another.',
      '“Mail”: waits for delivery no → yes.',
      'Settings: events that end it none → payment.cancelled.',
    ]);
  });

  it('tells a step of another kind from a changed one', () => {
    const diff = diffDefinitions(drawing({ a: waitStep(1) }), drawing({ a: mailStep() }));
    expect(diff.steps).toEqual([
      { change: 'replaced', stepId: 'a', title: 'Mail', before: 'wait', after: 'message' },
    ]);
  });

  it('names ways of a branch by their ids, whatever their order', () => {
    const branch = (conditions: Record<string, string>): Step => ({
      kind: 'branch',
      title: 'How far?',
      config: {
        branches: Object.entries(conditions).map(([id, condition]) => ({ id, title: id, condition })),
      },
    });
    const all = (step: Step): Definition => ({ ...drawing({ a: waitStep(1) }), steps: { fork: step } });
    const before = all(branch({ far: 'facts.progress > 50.0', near: 'facts.progress > 10.0' }));
    const after = all(branch({ far: 'facts.progress > 80.0', near: 'facts.progress > 10.0' }));
    expect(said(before, after)).toEqual([
      '“How far?”: condition of “far” facts.progress > 50.0 → facts.progress > 80.0.',
    ]);
    const swapped = all(branch({ near: 'facts.progress > 10.0', far: 'facts.progress > 50.0' }));
    expect(nothingDiffers(diffDefinitions(before, swapped))).toBe(false);
  });

  it('is nothing between a drawing and itself, and said for any other pair', () => {
    fc.assert(
      fc.property(definitions(), definitions(), (a, b) => {
        expect(nothingDiffers(diffDefinitions(a, structuredClone(a)))).toBe(true);
        const texts = said(a, b);
        expect(
          texts.every(
            (text) => text.endsWith('.') && !text.includes('undefined') && !text.includes('[object'),
          ),
        ).toBe(true);
        expect(nothingDiffers(diffDefinitions(a, b)) || texts.length > 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('tells what an author has edited, there and back', () => {
    const pair = definitions().chain((a) => fc.tuple(fc.constant(a), edited(a)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [there, back] = [diffDefinitions(a, b), diffDefinitions(b, a)];
        expect(there.steps.map(({ stepId }) => stepId).sort()).toEqual(
          back.steps.map(({ stepId }) => stepId).sort(),
        );
        expect(there.edges.length).toBe(back.edges.length);
      }),
      { numRuns: 100 },
    );
  });
});
