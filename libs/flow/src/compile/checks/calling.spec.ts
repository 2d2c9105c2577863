import { describe, expect, it } from '@jest/globals';
import type { CallableAutomation, Catalogue } from '../../model/plan.ts';
import { compile } from '../compile.ts';
import { DONE, draw, START } from '../../testing/drawings.ts';

const OWN = 'own';

const automation = (id: string, more: Partial<CallableAutomation> = {}): CallableAutomation => ({
  id,
  name: id.toUpperCase(),
  state: 'live',
  use: 'campaign',
  calls: [],
  suppressWhile: [],
  ...more,
});

function problemsOf(called: string, automations: CallableAutomation[] | undefined, wait = false) {
  const catalogue: Catalogue = { courseTitle: null, modules: [], automations, automationId: OWN };
  const config = { automation: called, values: [], wait, zone: 'learner' as const, detached: false };
  const drawing = draw(
    { start: START, call: { kind: 'callAutomation', title: 'Call', config }, done: DONE },
    [
      ['start', 'next', 'call'],
      ['call', 'next', 'done'],
    ],
  );
  const compiled = compile(drawing, catalogue, 'v');
  return (compiled.ok ? compiled.warnings : compiled.problems).filter(({ stepId }) => stepId === 'call');
}

describe('a step that calls an automation, when compiled,', () => {
  it('is content with one that is published', () => {
    expect(problemsOf('a', [automation(OWN), automation('a')])).toEqual([]);
    expect(problemsOf('a', undefined)).toEqual([]);
  });

  it('is refused when it calls itself, or comes back to itself over others, and says the way', () => {
    const [self] = problemsOf(OWN, [automation(OWN)]);
    expect(self).toMatchObject({ code: 'flow.call-cycle', severity: 'error', field: 'automation' });
    expect(self?.message).toContain('“OWN” calls “OWN”');
    const others = [
      automation(OWN),
      automation('a', { calls: ['x', 'b'] }),
      automation('b', { calls: ['b', OWN] }),
      automation('x'),
    ];
    const [problem] = problemsOf('a', others);
    expect(problem?.code).toBe('flow.call-cycle');
    expect(problem?.message).toContain('“OWN” calls “A”, “A” calls “B”, and “B” calls “OWN”');
  });

  it('does not loop over a round that it is no part of', () => {
    const others = [automation(OWN), automation('a', { calls: ['b'] }), automation('b', { calls: ['a'] })];
    expect(problemsOf('a', others)).toEqual([]);
  });

  it.each([
    ['unpublished', { state: 'unpublished' as const }, 'flow.called-unfit'],
    ['archived', { state: 'archived' as const }, 'flow.called-unfit'],
    ['a journey', { use: 'journey' as const }, 'flow.called-journey'],
    ['one that keeps out whoever is here', { suppressWhile: [OWN] }, 'flow.called-suppressed'],
  ])('is refused when it calls %s', (_, more, code) => {
    expect(problemsOf('a', [automation('a', more)])).toMatchObject([{ code, severity: 'error' }]);
  });

  it('is warned when a call further on lets nobody in who comes this way', () => {
    const chain = (suppressWhile: string[]) => [
      automation(OWN),
      automation('a', { calls: ['b'] }),
      automation('b', { calls: ['c', 'a'] }),
      automation('c', { suppressWhile }),
    ];
    expect(problemsOf('a', chain(['x']))).toEqual([]);
    for (const inside of [OWN, 'a', 'b']) {
      const [problem, ...others] = problemsOf('a', chain([inside]));
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ code: 'flow.called-suppressed-behind', severity: 'warning' });
      expect(problem?.message).toContain(`leads on to “C”`);
      expect(problem?.message).toContain(`inside “${inside.toUpperCase()}”`);
    }
  });

  it('is refused when what it calls is not there', () => {
    expect(problemsOf('gone', [automation('a')])).toMatchObject([{ code: 'flow.called-unknown' }]);
  });

  it('is warned when it waits without a limit', () => {
    expect(problemsOf('a', [automation('a')], true)).toMatchObject([
      { code: 'flow.wait-endless', severity: 'warning' },
    ]);
  });
});
