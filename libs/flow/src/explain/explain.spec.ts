import { describe, expect, it } from '@jest/globals';
import type { Step } from '../model/definition.ts';
import {
  CERTIFY,
  chain,
  DONE,
  draw,
  gateStep,
  mailStep,
  planOf,
  releaseStep,
  START,
  untilEvent,
  untilFacts,
  waitStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED, newcomer, withCompleted } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';
import { explain } from './explain.ts';
import { sayReason } from './say-reason.ts';
import { sayInstant } from './say-time.ts';

const day = (n: number) => ENROLLED + n * DAY;
const BERLIN = { zone: 'Europe/Berlin' };

function said(run: Driver, now = run.state.clock): string {
  return explain(run.plan, run.state, run.facts, now)
    .flatMap(({ reasons }) => reasons.map((reason) => sayReason(reason, BERLIN)))
    .join(' ');
}

const until = (step: Step) => chain({ step });

describe('explain', () => {
  it('says where, since when, until when', () => {
    const run = new Driver(planOf(until(waitStep(3))));
    expect(explain(run.plan, run.state, run.facts, day(1))).toEqual([
      {
        tokenId: 1,
        stepId: 'step',
        visit: 1,
        title: 'Wait 3 days',
        status: 'waiting',
        since: day(0),
        until: day(3),
        reasons: [{ code: 'wait.time', at: day(3) }],
      },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['a wait', until(waitStep(3)), 'Waits until Thursday 6 March, 09:00 (Berlin).'],
    [
      'a release',
      until(releaseStep('bowline', 7)),
      'Opens Monday 10 March, 09:00 (Berlin), 7 days after enrollment.',
    ],
    [
      'a release on a date',
      until(releaseStep('bowline', { kind: 'date', date: '2025-12-01', time: '09:00' })),
      'Opens Monday 1 December, 09:00 (Berlin), on the date set for everyone.',
    ],
    [
      'a snapped release',
      until(releaseStep('bowline', 7, { snap: { weekdays: [3], time: '06:30' } })),
      'Opens Wednesday 12 March, 06:30 (Berlin), 7 days after enrollment, at the next time set for it.',
    ],
    [
      'a release after another',
      chain({
        a: releaseStep('bowline', 0),
        b: releaseStep('sheet-bend', { kind: 'afterPreviousRelease', days: 1 }),
      }),
      'Opens Tuesday 4 March, 09:00 (Berlin), 1 day after “The bowline” opened.',
    ],
    [
      'a release after a completion',
      chain({
        a: releaseStep('bowline', 0),
        b: releaseStep('sheet-bend', { kind: 'afterPreviousCompletion', days: 0 }),
      }),
      'Opens as soon as “The bowline” is completed (2 lessons to go, the assignment is not handed in).',
    ],
    ['an event', until(untilEvent('lesson.completed')), 'Waits until a lesson is done.'],
    [
      'requirements',
      until(untilFacts('facts.requirementsMet')),
      'Waits for “The bowline” (2 lessons to go, the assignment is not handed in), “The sheet bend” (2 lessons to go, the assignment is not handed in), 1 more module.',
    ],
    ['a condition', until(untilFacts('facts.certified')), 'Waits for facts.certified.'],
    ['a certificate', until(CERTIFY), 'Waits for the certificate to be issued.'],
    ['a delivery', until(mailStep(true)), 'Waits for the message to be delivered.'],
  ])('%s', (_name, drawing, sentence) => {
    expect(said(new Driver(planOf(drawing)))).toBe(sentence);
  });

  it('says what a gate waits for', () => {
    const drawing = draw({ start: START, gate: gateStep('bowline', 7), done: DONE }, [
      ['start', 'next', 'gate'],
      ['gate', 'passed', 'done'],
      ['gate', 'failed', 'done'],
      ['gate', 'missing', 'done'],
    ]);
    expect(said(new Driver(planOf(drawing)))).toBe(
      'Waits for the grade of “The bowline”: the assignment is not handed in; due Monday 10 March, 09:00 (Berlin).',
    );
  });

  it('says who stopped a run, and what is left', () => {
    const paused = new Driver(planOf(until(waitStep(3))));
    paused.command({ name: 'pause' }, day(1));
    expect(said(paused)).toBe(
      'Paused since Tuesday 4 March, 09:00 (Berlin); 2 days left to wait when it goes on.',
    );
    const blocked = new Driver(planOf(until(CERTIFY)));
    blocked.effect('run:step:1', 'refused', day(1), 'There is no key to sign with.');
    expect(said(blocked)).toBe('There is no key to sign with.');
  });

  it('leaves out of the count what a run stood still', () => {
    const run = new Driver(planOf(until(releaseStep('bowline', 7))));
    run.command({ name: 'pause' }, day(1));
    run.command({ name: 'resume' }, day(3));
    expect(said(run, day(3))).toBe(
      'Opens Wednesday 12 March, 09:00 (Berlin), 7 days after enrollment, not counting the 2 days it stood still.',
    );
  });

  it('follows the facts', () => {
    const run = new Driver(planOf(until(untilFacts('facts.progress > 90'))));
    run.facts = withCompleted(withCompleted(newcomer(), 'bowline', day(1)), 'splice', day(1));
    expect(said(run, day(2))).toBe(
      'Waits for “The sheet bend” (2 lessons to go, the assignment is not handed in).',
    );
  });

  it('has nothing to say after the end', () => {
    expect(said(new Driver(planOf(chain({}))))).toBe('');
  });
});

it('names the year of a date that is in another one', () => {
  const now = day(0);
  expect(sayInstant(day(200), { zone: 'Europe/Berlin', now })).toBe('Friday 19 September, 10:00 (Berlin)');
  expect(sayInstant(day(365), { zone: 'Europe/Berlin', now })).toBe('Tuesday 3 March 2026, 09:00 (Berlin)');
  expect(sayInstant(day(365), { ...BERLIN, locale: 'de', now })).toMatch(/3\. März 2026/);
});

it('writes dates in other languages when asked', () => {
  expect(sayInstant(day(0), { zone: 'America/New_York' })).toBe('Monday 3 March, 03:00 (New York)');
  expect(sayInstant(day(0), { ...BERLIN, locale: 'de' })).toMatch(/^Montag, 3\. März, 09:00 \(Berlin\)$/);
});
