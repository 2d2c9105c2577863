import { dayByDay, entriesUntil, marksOn, sayDay, standingOn } from './playback.ts';

const line = (at: string, kind = 'message', stepId: string | null = null) => ({
  at,
  kind,
  stepId,
  title: '',
  detail: '',
  port: null,
});
const way = dayByDay({
  whose: 'a learner',
  zone: 'America/New_York',
  entries: [line('2026-12-01T15:00:00Z'), line('2026-12-04T03:30:00Z', 'blocked', 'mail')],
  visits: [
    {
      stepId: 'start',
      visit: 1,
      enteredAt: '2026-12-01T15:00:00Z',
      leftAt: '2026-12-01T15:00:00Z',
      port: 'next',
    },
    {
      stepId: 'wait',
      visit: 1,
      enteredAt: '2026-12-01T15:00:00Z',
      leftAt: '2026-12-04T03:00:00Z',
      port: 'timeout',
    },
    { stepId: 'mail', visit: 1, enteredAt: '2026-12-04T03:00:00Z', leftAt: null, port: null },
  ],
});
const states = (day: number) =>
  [...marksOn(way, day, ['start', 'wait', 'mail', 'end'])].map(
    ([id, mark]) => `${id} ${mark.kind === 'place' ? mark.state : ''}`,
  );

describe('a way, day by day', () => {
  it('counts days on the calendar of the learner', () => {
    expect(way.days).toBe(3);
    expect(sayDay(way, 1)).toBe('Day 1, week 1: Tue, 1 Dec 2026');
    expect(sayDay(way, 8)).toContain('Day 8, week 2');
  });

  it('lights up the way until the evening of a day', () => {
    expect(states(1)).toEqual(['start left', 'wait waiting', 'mail never', 'end never']);
    expect(states(2)).toEqual(states(1));
    expect(states(3)).toEqual(['start left', 'wait left', 'mail blocked', 'end never']);
    expect(marksOn(way, 3, ['wait']).get('wait')).toMatchObject({ ports: ['timeout'], visits: 1 });
  });

  it('tells what has happened by then, and where they stand', () => {
    expect(entriesUntil(way, 2)).toHaveLength(1);
    expect(standingOn(way, 2).map(({ stepId }) => stepId)).toEqual(['wait']);
    expect(standingOn(way, 3).map(({ stepId }) => stepId)).toEqual(['mail']);
  });

  it('of nobody has one day and nothing on it', () => {
    const nothing = dayByDay({ whose: '', zone: 'UTC', entries: [], visits: [] });
    expect(nothing.days).toBe(1);
    expect(standingOn(nothing, 1)).toEqual([]);
  });
});
