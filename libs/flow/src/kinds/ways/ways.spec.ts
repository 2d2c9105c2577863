import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { evaluateCondition } from '../../conditions/evaluate-condition.ts';
import { factsAt } from '../../learner/facts-at.ts';
import {
  CERTIFY,
  DONE,
  draw,
  mailStep,
  planOf,
  problemsOf,
  START,
  STOPPED,
  waitStep,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer, withCompleted, withEverythingDone } from '../../testing/learner.ts';
import { EXIT, filterStep, goalStep, goToStep, splitStep } from '../../testing/way-drawings.ts';
import { DAY, HOUR } from '../../time/durations.ts';
import { shareOf, wayOf } from './split.ts';

const codes = (definition: unknown) => problemsOf(definition).map(({ code }) => code);
const day = (days: number) => ENROLLED + days * DAY;

describe('split', () => {
  const { config } = splitStep({ a: 20, b: 30, c: 50 });

  it('sends people by their shares, each by their id alone', () => {
    const taken: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (let person = 0; person < 10_000; person += 1) {
      const way = wayOf(config, 'split', `person-${person}`);
      taken[way] = (taken[way] ?? 0) + 1;
    }
    expect(taken['a']).toBeGreaterThan(1_850);
    expect(taken['a']).toBeLessThan(2_150);
    expect(taken['c']).toBeGreaterThan(4_800);
    expect(taken['c']).toBeLessThan(5_200);
  });

  it('sends nobody by a share of nothing, and everybody somewhere', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(100), (person, percent) => {
        const way = wayOf(splitStep({ none: 0, a: percent, b: 100 - percent }).config, 'split', person);
        expect(way === 'a' ? percent : 100 - percent).toBeGreaterThan(0);
        expect(way).not.toBe('none');
        const place = shareOf(person, 'salt');
        expect(place >= 0 && place < 1).toBe(true);
      }),
    );
  });

  it('draws anew in each step, unless they share a salt', () => {
    const people = Array.from({ length: 400 }, (_, person) => `person-${person}`);
    const half = splitStep({ a: 50, b: 50 }).config;
    const salted = splitStep({ a: 50, b: 50 }, 'test').config;
    const alike = (one: typeof half) =>
      people.filter((person) => wayOf(one, 'first', person) === wayOf(one, 'second', person)).length;
    expect(alike(half)).toBeLessThan(260);
    expect(alike(salted)).toBe(400);
  });

  it('is the same way in another run, and when a loop comes back to it', () => {
    const plan = planOf(
      draw({ start: START, s: splitStep({ a: 50, b: 50 }), w: waitStep(1), g: goToStep(3), done: DONE }, [
        ['start', 'next', 's'],
        ['s', 'a', 'w'],
        ['s', 'b', 'w'],
        ['w', 'next', 'g'],
        ['g', 'again', 's', 'back'],
        ['g', 'done', 'done'],
      ]),
    );
    const ways = (personId: string) => {
      const run = new Driver(plan, newcomer({ personId }));
      run.advance(day(20));
      return run.only('left').flatMap(({ stepId, port }) => (stepId === 's' ? [port] : []));
    };
    const first = ways('ada');
    expect(first).toHaveLength(4);
    expect(new Set(first).size).toBe(1);
    expect(ways('ada')).toEqual(first);
    expect(new Set(Array.from({ length: 20 }, (_, n) => ways(`p${n}`)[0]))).toEqual(new Set(['a', 'b']));
  });

  it('must make a whole, by ways of different names', () => {
    const drawn = (step: ReturnType<typeof splitStep>) =>
      codes(
        draw({ start: START, s: step, done: DONE }, [
          ['start', 'next', 's'],
          ['s', 'a', 'done'],
          ['s', 'b', 'done'],
        ]),
      );
    expect(drawn(splitStep({ a: 50, b: 40 }))).toContain('flow.split-not-whole');
    expect(drawn(splitStep({ a: 0, b: 100 }))).toEqual(expect.not.arrayContaining(['flow.split-not-whole']));
    const twice = splitStep({ a: 50, b: 50 });
    twice.config.ways[1]!.id = 'a';
    expect(drawn(twice)).toContain('flow.branch-id-taken');
  });
});

describe('filter', () => {
  const steps = { start: START, f: filterStep('facts.certified'), mail: mailStep(), done: DONE };
  const lines: Parameters<typeof draw>[1] = [
    ['start', 'next', 'f'],
    ['f', 'next', 'mail'],
    ['mail', 'next', 'done'],
  ];
  const certified = newcomer({ credential: { issuedAt: ENROLLED - 1, failedAt: null } });

  it('lets on whoever it holds for, and ends the way of the others', () => {
    const plan = planOf(draw(steps, lines));
    expect(new Driver(plan, certified).only('message')).toHaveLength(1);
    const other = new Driver(plan);
    expect(other.place).toBe('ended');
    expect(other.trail).toContain(`f:null@${ENROLLED}`);
  });

  it('sends the others by "stopped" when that leads somewhere', () => {
    const plan = planOf(
      draw({ ...steps, w: waitStep(1) }, [...lines, ['f', 'stopped', 'w'], ['w', 'next', 'done']]),
    );
    expect(new Driver(plan).place).toBe('w');
  });

  it('blocks when its condition cannot be answered', () => {
    const plan = planOf(draw({ ...steps, f: filterStep('vars.score > 3') }, lines));
    expect(new Driver(plan).place).toBe('f blocked');
  });
});

describe('goTo', () => {
  const plan = (max: number) =>
    planOf(
      draw({ start: START, a: waitStep(1), g: goToStep(max), b: waitStep(1), h: goToStep(1), done: DONE }, [
        ['start', 'next', 'a'],
        ['a', 'next', 'g'],
        ['g', 'again', 'a', 'back'],
        ['g', 'done', 'b'],
        ['b', 'next', 'h'],
        ['h', 'again', 'a', 'back'],
        ['h', 'done', 'done'],
      ]),
    );

  it('goes back so often, then on, and counts anew when somebody comes anew', () => {
    const run = new Driver(plan(2));
    run.advance(day(30));
    const visits = run.only('entered').filter(({ stepId }) => stepId === 'a');
    expect(visits).toHaveLength(6);
    expect(visits.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(run.place).toBe('completed');
    expect(run.state.rounds).toEqual({});
  });

  it('may close a loop that does not wait, when it is short enough', () => {
    const spin = (max: number) =>
      draw({ start: START, mail: mailStep(), g: goToStep(max), done: DONE }, [
        ['start', 'next', 'mail'],
        ['mail', 'next', 'g'],
        ['g', 'again', 'mail', 'back'],
        ['g', 'done', 'done'],
      ]);
    expect(codes(spin(3))).toEqual([]);
    const run = new Driver(planOf(spin(100)));
    expect(run.only('message')).toHaveLength(101);
    const long = draw(
      { start: START, m: mailStep(), n: mailStep(), g: goToStep(100), h: goToStep(4), done: DONE },
      [
        ['start', 'next', 'm'],
        ['m', 'next', 'n'],
        ['n', 'next', 'g'],
        ['g', 'again', 'm', 'back'],
        ['g', 'done', 'h'],
        ['h', 'again', 'm', 'back'],
        ['h', 'done', 'done'],
      ],
    );
    expect(codes(long)).toContain('flow.loop-too-long');
  });

  it('must lead back', () => {
    const forward = draw({ start: START, g: goToStep(1), done: DONE }, [
      ['start', 'next', 'g'],
      ['g', 'again', 'done'],
      ['g', 'done', 'done'],
    ]);
    expect(codes(forward)).toContain('flow.go-to-forward');
  });
});

describe('exit', () => {
  it('ends the run as exited, with the reason of its author', () => {
    const plan = planOf(
      draw({ start: START, mail: mailStep(), out: EXIT }, [
        ['start', 'next', 'mail'],
        ['mail', 'next', 'out'],
      ]),
    );
    const run = new Driver(plan);
    expect(run.place).toBe('exited');
    expect(run.only('finished')).toMatchObject([{ outcome: 'exited', reason: 'Not needed' }]);
  });
});

describe('goal', () => {
  const condition = 'facts.requirementsMet';
  const definition = (onArrival: 'wait' | 'goOn' = 'goOn', source = condition) =>
    draw(
      {
        start: START,
        long: waitStep(60),
        mail: mailStep(true),
        g: goalStep(source, onArrival),
        c: CERTIFY,
        done: DONE,
        ...(onArrival === 'goOn' ? { late: STOPPED } : {}),
      },
      [
        ['start', 'next', 'long'],
        ['long', 'next', 'mail'],
        ['mail', 'next', 'g'],
        ['g', 'next', 'c'],
        ...(onArrival === 'goOn' ? [['g', 'missed', 'late'] as [string, string, string]] : []),
        ['c', 'next', 'done'],
      ],
    );

  it('takes the learner there from wherever they stand, once it is true', () => {
    const run = new Driver(planOf(definition()));
    run.facts = withEverythingDone(run.facts, day(3));
    run.event('lesson.completed', day(3), { module: 'splice' });
    expect(run.trail).toContain(`long:null@${day(3)}`);
    expect(run.trail).toContain(`g:next@${day(3)}`);
    expect(run.only('left').find(({ stepId }) => stepId === 'long')?.reason).toBe('goal');
    expect(run.place).toBe('c');
  });

  it('takes back an effect that was only planned', () => {
    const run = new Driver(planOf(definition()));
    run.advance(day(60));
    expect(run.place).toBe('mail');
    run.facts = withEverythingDone(run.facts, day(61));
    run.event('requirements.met', day(61));
    expect(run.only('cancel')).toMatchObject([{ key: 'run:mail:1' }]);
    expect(run.place).toBe('c');
  });

  it('counts once: whoever was there is not taken back to it', () => {
    const run = new Driver(planOf(definition()));
    run.advance(day(60));
    run.effect('run:mail:1', 'done', day(60));
    expect(run.place).toBe('ended');
    const again = new Driver(planOf(definition()));
    again.facts = withEverythingDone(again.facts, day(1));
    again.event('requirements.met', day(1));
    again.event('requirements.met', day(2));
    expect(again.only('entered').filter(({ stepId }) => stepId === 'g')).toHaveLength(1);
  });

  it('is met by somebody for whom it is true from the start', () => {
    const run = new Driver(planOf(definition()), withEverythingDone(newcomer(), ENROLLED));
    expect(run.place).toBe('c');
    expect(run.only('entered').map(({ stepId }) => stepId)).toEqual(['start', 'long', 'g', 'c']);
  });

  it('may hold whoever comes too early', () => {
    const run = new Driver(planOf(definition('wait')));
    run.advance(day(60));
    run.effect('run:mail:1', 'done', day(60));
    expect(run.place).toBe('g');
    run.facts = withEverythingDone(run.facts, day(70));
    run.event('requirements.met', day(70));
    expect(run.place).toBe('c');
  });

  it('waits until a pause is over', () => {
    const run = new Driver(planOf(definition()));
    run.command({ name: 'pause' }, day(1));
    run.facts = withEverythingDone(run.facts, day(2));
    run.event('requirements.met', day(2));
    expect(run.place).toBe('long held');
    run.command({ name: 'resume' }, day(5));
    expect(run.place).toBe('c');
  });

  it('is looked at again when only days make it true', () => {
    const run = new Driver(planOf(definition('goOn', 'facts.daysSinceEnrollment >= 9')));
    run.advance(day(8));
    expect(run.place).toBe('long');
    run.advance(day(30));
    expect(run.only('left').find(({ stepId }) => stepId === 'long')?.at).toBe(day(9));
  });

  it('is not met by what came to pass and is over', () => {
    const facts = withCompleted(newcomer(), 'bowline', day(2));
    expect(evaluateCondition('facts.modules["bowline"].completed', factsAt(facts, day(1)), {})).toBe(false);
    const run = new Driver(planOf(definition('goOn', 'facts.modules["bowline"].completed')), facts);
    run.advance(day(1) + HOUR);
    expect(run.place).toBe('long');
  });

  it('warns that somebody may wait there for ever', () => {
    expect(codes(definition('wait'))).toEqual(['flow.wait-endless']);
    expect(codes(definition())).toEqual([]);
  });
});
