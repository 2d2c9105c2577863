import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { Definition, type Step } from '../../model/definition.ts';
import type { Catalogue, Problem } from '../../model/plan.ts';
import { definitions } from '../../testing/generated.ts';
import {
  CATALOGUE,
  chain,
  DONE,
  draw,
  gateStep,
  mailStep,
  problemsOf,
  releaseStep,
  START,
  untilFacts,
  waitStep,
} from '../../testing/drawings.ts';
import { ENROLLED } from '../../testing/learner.ts';
import { DAY } from '../../time/durations.ts';
import { Walk } from '../../simulate/walk.ts';
import { missingName } from './missing-name.ts';
import { timelinesOf } from './timelines.ts';

const to = { enrolledAt: ENROLLED, zone: 'Europe/Berlin' };
const shown = (drawing: unknown, code: string, catalogue: Catalogue = CATALOGUE) => {
  const problems = problemsOf(drawing, catalogue);
  const index = problems.findIndex((problem) => problem.code === code);
  return timelinesOf(drawing, catalogue, problems, to)[index];
};
const filterStep = (condition: string): Step => ({ kind: 'filter', title: 'Let on?', config: { condition } });

const OPEN = releaseStep('bowline', 0);
const titled = (step: Step, title: string): Step => ({ ...step, title });

describe('a problem of the drawing is shown by a learner who comes to it:', () => {
  it('a condition that refers to nothing stops whoever is asked, after what they have been through', () => {
    const drawing = draw(
      {
        start: START,
        open: OPEN,
        gate: gateStep('bowline', 7),
        ask: filterStep('facts.agee >= 18'),
        done: DONE,
      },
      [
        ['start', 'next', 'open'],
        ['open', 'next', 'gate'],
        ['gate', 'passed', 'done'],
        ['gate', 'failed', 'done'],
        ['gate', 'missing', 'ask'],
        ['ask', 'next', 'done'],
      ],
    );
    const timeline = shown(drawing, 'condition.type');
    expect(timeline?.map(({ kind, stepId }) => `${kind} ${stepId}`)).toEqual([
      'released open',
      'waiting gate',
      'branch gate',
      'blocked ask',
    ]);
    expect(timeline?.at(-1)).toEqual({
      at: ENROLLED + 7 * DAY,
      kind: 'blocked',
      stepId: 'ask',
      title: 'Let on?',
      detail: 'Asks for “facts.agee”, which nothing knows: the run would stand still here.',
      port: null,
    });
  });

  it('what lies behind another fault is shown by the way that the drawing has', () => {
    const drawing = chain({
      first: filterStep('facts.agee >= 18'),
      rest: waitStep(3),
      second: untilFacts('person.height > 2', 5),
    });
    const problems = problemsOf(drawing);
    const timelines = timelinesOf(drawing, CATALOGUE, problems, to);
    const second = problems.findIndex(
      ({ stepId, code }) => stepId === 'second' && code.startsWith('condition.'),
    );
    expect(timelines[second]?.map(({ stepId, at }) => [stepId, at - ENROLLED])).toEqual([
      ['start', 0],
      ['first', 0],
      ['rest', 3 * DAY],
      ['second', 3 * DAY],
    ]);
    expect(timelines[second]?.at(-1)?.detail).toContain('“person.height”, which nothing knows');
  });

  it('a circle of calls goes round and round', () => {
    const config = { automation: 'b', values: [], wait: true, zone: 'learner' as const, detached: false };
    const automation = (id: string, calls: string[]) => ({
      id,
      name: id.toUpperCase(),
      state: 'live' as const,
      use: 'campaign' as const,
      calls,
      suppressWhile: [],
    });
    const catalogue: Catalogue = {
      ...CATALOGUE,
      automationId: 'a',
      automations: [automation('a', ['b']), automation('b', ['a'])],
    };
    const drawing = chain({
      open: OPEN,
      rest: waitStep(2),
      call: { kind: 'callAutomation', title: 'Call B', config },
    });
    const timeline = shown(drawing, 'flow.call-cycle', catalogue);
    expect(timeline?.map(({ kind, stepId }) => `${kind} ${stepId}`)).toEqual([
      'released open',
      'waiting rest',
      'blocked call',
    ]);
    expect(timeline?.at(-1)).toMatchObject({
      at: ENROLLED + 2 * DAY,
      detail:
        '“A” calls “B”, and “B” calls “A” again: round and round, and nobody would ever come out of it.',
    });
  });

  it('a module opened twice, a way that leads nowhere, a loop without a wait', () => {
    const twice = chain({ open: OPEN, rest: waitStep(1), again: titled(OPEN, 'Open it again') });
    expect(shown(twice, 'flow.module-released-twice')?.map(({ stepId }) => stepId)).toEqual([
      'open',
      'rest',
      'again',
    ]);
    const nowhere = draw({ start: START, open: OPEN, mail: mailStep(), done: DONE }, [
      ['start', 'next', 'open'],
      ['open', 'next', 'mail'],
    ]);
    expect(shown(nowhere, 'flow.port-unconnected')?.at(-1)).toMatchObject({
      stepId: 'mail',
      detail: '“next” leads nowhere: whoever goes that way would be stuck here.',
    });
    const round = draw({ start: START, ask: filterStep('facts.certified'), tag: mailStep(), done: DONE }, [
      ['start', 'next', 'ask'],
      ['ask', 'next', 'done'],
      ['ask', 'stopped', 'tag'],
      ['tag', 'next', 'ask', 'back'],
    ]);
    expect(shown(round, 'flow.loop-without-wait')?.at(-1)?.detail).toContain('round and round');
  });

  it('a step that no way leads to, by a whole way that does not come there', () => {
    const cut = draw({ start: START, open: OPEN, mail: mailStep(), done: DONE }, [
      ['start', 'next', 'open'],
      ['open', 'next', 'done'],
      ['mail', 'next', 'done'],
    ]);
    const timeline = shown(cut, 'flow.step-unreachable');
    expect(timeline?.map(({ kind }) => kind)).toContain('finished');
    expect(timeline?.at(-1)).toMatchObject({ stepId: 'mail', detail: expect.stringContaining('Nobody') });
  });

  it('twenty behind a loop that comes round every hour for years are shown without going through all of it', () => {
    const behind = Array.from({ length: 19 }, (_, n): [string, Step] => [
      `ask-${n}`,
      filterStep('facts.agee > 1'),
    ]);
    const drawing = draw(
      {
        start: START,
        rest: waitStep(1, 'hours'),
        check: filterStep('facts.certified'),
        ...Object.fromEntries(behind),
        lost: mailStep(),
        done: DONE,
      },
      [
        ['start', 'next', 'rest'],
        ['rest', 'next', 'check'],
        ['check', 'stopped', 'rest', 'back'],
        ['check', 'next', 'ask-0'],
        ...behind.map(([id], n): [string, string, string] => [id, 'next', behind[n + 1]?.[0] ?? 'done']),
        ['lost', 'next', 'done'],
      ],
    );
    const problems = problemsOf(drawing).filter(({ severity }) => severity === 'error');
    expect(problems.length).toBeGreaterThan(19);
    const moments = jest.spyOn(Walk.prototype, 'goOn');
    const timelines = timelinesOf(drawing, CATALOGUE, problems.slice(0, 20), to);
    expect(moments.mock.calls.length).toBeGreaterThan(100);
    expect(moments.mock.calls.length).toBeLessThan(6_000);
    moments.mockRestore();
    const lines = timelines.map((timeline) => timeline?.length ?? 0);
    expect(Math.min(...lines)).toBeGreaterThan(1);
    expect(Math.max(...lines)).toBeLessThanOrEqual(60);
  });

  it('an entry rule that asks for nothing lets nobody in', () => {
    const drawing = { ...chain({ open: OPEN }), entry: { rule: 'keyed', key: 'event.modul + facts.nobody' } };
    const problems = problemsOf(drawing);
    const index = problems.findIndex(({ field }) => field === 'entry.key');
    expect(timelinesOf(drawing, CATALOGUE, problems, to)[index]).toMatchObject([
      {
        stepId: 'start',
        detail: 'Asks for “facts.nobody”, which nothing knows: nobody would ever be let in.',
      },
    ]);
  });

  it('nothing is shown of what cannot be read or concerns no step', () => {
    const problem: Problem = {
      severity: 'error',
      code: 'flow.shape',
      stepId: null,
      field: null,
      message: '',
    };
    expect(timelinesOf({}, CATALOGUE, [problem], to)).toEqual([null]);
    expect(timelinesOf(chain({ open: OPEN }), CATALOGUE, [problem], to)).toEqual([null]);
  });
});

describe('the name that nothing knows', () => {
  it.each([
    ['facts.agee > 3', 'facts.agee'],
    ['person.agee > 3', 'person.agee'],
    ['facts.certified && age > 3', 'age'],
    ['facts.modules["bowline"].scoree > 3', 'facts.modules["bowline"].scoree'],
    ['facts.modules["bowlin"].score > 3', 'facts.modules["bowlin"]'],
    ['facts.payment.payed', 'facts.payment.payed'],
    ['facts.tags.exists(tag, tag == "vip")', null],
    ['facts.progress + vars.bonus > 50', null],
    ['facts.', null],
  ])('in %s is %s', (source, name) => {
    expect(missingName(source, CATALOGUE)).toBe(name);
  });
});

/** What becomes of a drawing when somebody has been careless with it. */
const careless = fc.record({
  drawn: definitions(),
  cut: fc.array(fc.nat(), { maxLength: 4 }),
  spoilt: fc.array(fc.nat(), { maxLength: 3 }),
});

describe('whatever is wrong with a drawing', () => {
  it('is shown, or it is nothing that a run meets; and every timeline is dated in order and ends at its step', () => {
    fc.assert(
      fc.property(careless, ({ drawn, cut, spoilt }) => {
        const definition = Definition.parse(drawn);
        const gone = new Set(cut.map((at) => at % definition.edges.length));
        const edges = definition.edges.filter((_, index) => !gone.has(index));
        const ids = Object.keys(definition.steps);
        const steps = { ...definition.steps };
        for (const at of spoilt) {
          const id = ids[at % ids.length];
          if (id !== undefined && id !== definition.trigger) steps[id] = filterStep('facts.agee > 1');
        }
        const broken = { ...definition, edges, steps };
        const problems = problemsOf(broken);
        const timelines = timelinesOf(broken, CATALOGUE, problems, to);
        expect(timelines).toHaveLength(problems.length);
        timelines.forEach((timeline, index) => {
          if (timeline === null) return;
          expect(timeline.at(-1)?.stepId).toBe(problems[index]?.stepId ?? broken.trigger);
          const dates = timeline.map(({ at }) => at);
          expect(dates).toEqual(dates.toSorted((a, b) => a - b));
        });
      }),
      { numRuns: 60 },
    );
  });
});
