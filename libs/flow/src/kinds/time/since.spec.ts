import { describe, expect, it } from '@jest/globals';
import type { Step, StepOf } from '../../model/definition.ts';
import { chain, planOf, problemsOf, waitStep } from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, withModule } from '../../testing/learner.ts';
import { DAY, HOUR } from '../../time/durations.ts';

type EventRule = Extract<StepOf<'waitFor'>['config']['for'], { kind: 'event' }>;

const tagged = (since?: EventRule['since'], where?: string): Step => ({
  kind: 'waitFor',
  title: 'Tagged',
  config: {
    for: {
      kind: 'event',
      event: 'tag.added',
      ...(where !== undefined && { where }),
      ...(since && { since }),
    },
    zone: 'none',
  },
});
const drawing = (wait: Step) =>
  planOf(chain({ first: waitStep(2), second: waitStep(2), wait, rest: waitStep(1) }));
const SINCE_RUN = { kind: 'run' } as const;
const SINCE_SECOND = { kind: 'step', step: 'second' } as const;

const after = (plan: ReturnType<typeof drawing>, hours: number[]) => {
  const run = new Driver(plan);
  for (const hour of hours) run.event('tag.added', ENROLLED + hour * HOUR, { tag: 'vip' });
  run.advance(ENROLLED + 4 * DAY + HOUR);
  return run.place;
};

describe('an event that came before it is waited for', () => {
  it('does not count from now on', () => {
    expect(after(drawing(tagged()), [1, 60])).toBe('wait');
  });

  it('counts since the run began', () => {
    expect(after(drawing(tagged(SINCE_RUN)), [1])).toBe('rest');
    expect(after(drawing(tagged(SINCE_RUN)), [])).toBe('wait');
  });

  it('counts since a step, and only since then', () => {
    expect(after(drawing(tagged(SINCE_SECOND)), [1])).toBe('wait');
    expect(after(drawing(tagged(SINCE_SECOND)), [60])).toBe('rest');
  });

  it('counts only if its where-clause held when it came', () => {
    expect(after(drawing(tagged(SINCE_RUN, 'event.tag == "other"')), [1])).toBe('wait');
    expect(after(drawing(tagged(SINCE_RUN, 'event.tag == "vip"')), [1])).toBe('rest');
  });

  it('is not the one that brought the learner to where it counts from', () => {
    const plan = planOf(chain({ first: tagged(), second: waitStep(2), wait: tagged(SINCE_SECOND) }));
    const run = new Driver(plan);
    run.event('tag.added', ENROLLED + HOUR, { tag: 'vip' });
    run.advance(ENROLLED + 5 * DAY);
    expect(run.place).toBe('wait');
    run.event('tag.added', ENROLLED + 6 * DAY, { tag: 'vip' });
    expect(run.place).toBe('completed');
  });

  it('is lost neither between two steps nor in a run that was away', () => {
    const plan = drawing(tagged(SINCE_SECOND));
    for (let minute = 1; minute < 6 * 24 * 60; minute += 97) {
      const at = ENROLLED + 2 * DAY + minute * 60_000;
      const punctual = new Driver(plan);
      punctual.advance(ENROLLED + 2 * DAY);
      punctual.advance(at - 1);
      punctual.event('tag.added', at, { tag: 'vip' });
      punctual.advance(ENROLLED + 9 * DAY);
      const away = new Driver(plan);
      away.event('tag.added', at, { tag: 'vip' });
      away.queue({ kind: 'event', at, id: 'late', type: 'tag.added', data: { tag: 'vip' } });
      away.advance(ENROLLED + 9 * DAY);
      expect([punctual.place, away.place]).toEqual(['completed', 'completed']);
      expect(away.trail).toEqual(punctual.trail);
    }
  });

  it('is found in the facts when the run was never told', () => {
    const rule = { kind: 'event', event: 'lesson.completed', since: SINCE_SECOND } as const;
    const wait: Step = { kind: 'waitFor', title: 'Read', config: { for: rule, zone: 'none' } };
    const run = new Driver(drawing(wait));
    run.facts = withModule(run.facts, 'bowline', { lessonCompletions: [ENROLLED + DAY] });
    run.advance(ENROLLED + 3 * DAY);
    run.facts = withModule(run.facts, 'splice', { lessonCompletions: [ENROLLED + 3 * DAY] });
    run.advance(ENROLLED + 4 * DAY);
    expect(run.place).toBe('rest');
  });

  it('is heard during a pause, too', () => {
    const run = new Driver(drawing(tagged(SINCE_RUN)));
    run.command({ name: 'pause', hold: 'freeze' }, ENROLLED + HOUR);
    run.event('tag.added', ENROLLED + 2 * HOUR, { tag: 'vip' });
    run.command({ name: 'resume' }, ENROLLED + 3 * HOUR);
    run.advance(ENROLLED + 4 * DAY + 3 * HOUR);
    expect(run.place).toBe('rest');
  });

  it('needs a step that is drawn, on the way to the wait', () => {
    const codes = (step: string) =>
      problemsOf(chain({ first: waitStep(2), wait: tagged({ kind: 'step', step }), last: waitStep(1) })).map(
        ({ code, field }) => `${code} ${field}`,
      );
    expect(codes('nowhere')).toContain('flow.since-step-unknown for.since');
    expect(codes('last')).toContain('flow.since-step-elsewhere for.since');
    expect(codes('first').filter((code) => code.includes('since'))).toEqual([]);
  });
});
