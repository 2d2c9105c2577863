import { describe, expect, it } from '@jest/globals';
import {
  chain,
  DONE,
  draw,
  mailStep,
  planOf,
  releaseStep,
  START,
  waitStep,
  weekdayStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED, newcomer } from '../testing/learner.ts';
import { DAY, HOUR } from '../time/durations.ts';
import { nextInput } from './next-input.ts';

const left = (run: Driver, stepId: string) =>
  run
    .only('left')
    .flatMap((command) => (command.stepId === stepId ? [new Date(command.at).toISOString()] : []));

/** Traps that the rivals' users reported; see builders.md 3 and 3.1. */
describe('waiting', () => {
  it('Activepieces 3800: three weekday waits in a row wait three times, also when the run was away', () => {
    const drawing = chain({
      a: weekdayStep([3], '09:00'),
      b: weekdayStep([5], '09:00'),
      c: weekdayStep([7], '09:00'),
    });
    const punctual = new Driver(planOf(drawing));
    for (let hour = 0; hour < 24 * 8; hour += 1) punctual.advance(ENROLLED + hour * HOUR);
    const away = new Driver(planOf(drawing));
    away.advance(ENROLLED + 60 * DAY);
    expect(away.trail).toEqual(punctual.trail);
    expect(['a', 'b', 'c'].flatMap((id) => left(away, id))).toEqual([
      '2025-03-05T08:00:00.000Z',
      '2025-03-07T08:00:00.000Z',
      '2025-03-09T08:00:00.000Z',
    ]);
  });

  it('Activepieces 5892: a weekday wait in a loop waits every time', () => {
    const drawing = draw(
      {
        start: START,
        monday: weekdayStep([1], '09:00'),
        mail: mailStep(),
        check: {
          kind: 'branch',
          title: 'Enough?',
          config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.daysSinceEnrollment > 20' }] },
        },
        done: DONE,
      },
      [
        ['start', 'next', 'monday'],
        ['monday', 'next', 'mail'],
        ['mail', 'next', 'check'],
        ['check', 'otherwise', 'monday', 'back'],
        ['check', 'yes', 'done'],
      ],
    );
    const run = new Driver(planOf(drawing));
    run.advance(ENROLLED + 60 * DAY);
    expect(left(run, 'monday').map((at) => at.slice(0, 10))).toEqual([
      '2025-03-03',
      '2025-03-10',
      '2025-03-17',
      '2025-03-24',
    ]);
    expect(run.only('message').map(({ key }) => key)).toEqual(
      [1, 2, 3, 4].map((visit) => `run:mail:${visit}`),
    );
  });

  it.each([
    ['spring', '2025-03-29T06:00:00Z', '2025-03-30T05:00:00.000Z'],
    ['autumn', '2025-10-25T05:00:00Z', '2025-10-26T06:00:00.000Z'],
  ])('Mautic 2824, 7665: 07:00 is 07:00 on the day the clocks change in %s', (_season, from, expected) => {
    const startedAt = Date.parse(from);
    const facts = newcomer({ enrolledAt: startedAt });
    const drawing = chain({ until: weekdayStep([7], '07:00') });
    const run = new Driver(planOf(drawing), facts, startedAt);
    run.advance(startedAt + 3 * DAY);
    expect(left(run, 'until')).toEqual([expected]);
    const opened = new Driver(planOf(chain({ open: releaseStep('bowline', 1) })), facts, startedAt);
    opened.advance(startedAt + 3 * DAY);
    expect(left(opened, 'open')).toEqual([expected]);
  });

  it('PostHog 0fa48e5: "any time on weekdays" is now, when now is a weekday', () => {
    const run = new Driver(planOf(chain({ until: weekdayStep([1, 2, 3, 4, 5], '09:00') })));
    expect(run.place).toBe('completed');
  });

  it.each([64, 66])('n8n 14198: a wait of %i seconds goes on, and does not begin again', (seconds) => {
    const run = new Driver(
      planOf(chain({ before: mailStep(), pause: waitStep(1, 'minutes'), after: mailStep() })),
    );
    run.advance(ENROLLED + seconds * 1_000);
    expect(run.only('message').map(({ stepId }) => stepId)).toEqual(['before', 'after']);
    expect(run.only('entered').map(({ stepId }) => stepId)).toEqual([
      'start',
      'before',
      'pause',
      'after',
      'done',
    ]);
  });

  it('n8n 2810: nothing is due a millisecond early', () => {
    const run = new Driver(planOf(chain({ pause: waitStep(1) })));
    expect(nextInput(run.state, [], ENROLLED + DAY - 1)).toBeNull();
    expect(nextInput(run.state, [], ENROLLED + DAY)).toEqual({ kind: 'time', at: ENROLLED + DAY });
  });

  it('n8n 28541: a state read back from text is the same state', () => {
    const run = new Driver(planOf(chain({ a: waitStep(1), b: weekdayStep([5], '09:00') })));
    run.advance(ENROLLED + DAY);
    run.state = JSON.parse(JSON.stringify(run.state)) as typeof run.state;
    run.advance(ENROLLED + 9 * DAY);
    expect(run.place).toBe('completed');
    expect(left(run, 'b')).toEqual(['2025-03-07T08:00:00.000Z']);
  });
});
