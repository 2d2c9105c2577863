import { describe, expect, it } from '@jest/globals';
import type { Command } from '../model/commands.ts';
import {
  CATALOGUE,
  CERTIFY,
  chain,
  DONE,
  draw,
  mailStep,
  planOf,
  releaseStep,
  START,
  untilFacts,
  waitStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED } from '../testing/learner.ts';
import { joinStep, parallelStep } from '../testing/way-drawings.ts';
import { DAY } from '../time/durations.ts';

const day = (n: number) => ENROLLED + n * DAY;
const answerOf = (commands: Command[]) => commands.find((command) => command.type === 'answered');
const mailsOf = (run: Driver) => run.only('message').map(({ key, visit }) => [key, visit]);

/** Two mails a week apart; driven to the second wait. */
function twoMails(): Driver {
  const steps = { first: mailStep(), week: waitStep(7), second: mailStep(), rest: waitStep(7) };
  const run = new Driver(planOf(chain(steps)));
  run.advance(day(7));
  expect(run.place).toBe('rest');
  return run;
}

describe('move', () => {
  it('sets the learner down at any step, as a new visit, and cancels what was only planned', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY, open: releaseStep('bowline', 9) })));
    const commands = run.command({ name: 'move', stepId: 'certify', visit: 1, to: 'open' }, day(1));
    expect(answerOf(commands)).toMatchObject({
      accepted: true,
      detail: 'Moved from “Certify” to “Open bowline”.',
    });
    expect(commands.filter(({ type }) => type !== 'answered')).toEqual([
      { type: 'cancel', at: day(1), key: 'run:certify:1' },
      { type: 'left', at: day(1), stepId: 'certify', visit: 1, port: null, reason: 'moved' },
      expect.objectContaining({ type: 'entered', stepId: 'open', visit: 1 }),
      expect.objectContaining({ type: 'changed', stepId: 'open', status: 'waiting' }),
    ]);
    expect(run.state.tokens).toHaveLength(1);
  });

  it('frees a learner whose step is no longer drawn', () => {
    const run = twoMails();
    const [token] = run.state.tokens;
    run.state = { ...run.state, tokens: [{ ...token!, stepId: 'gone', visit: 3 }] };
    run.command({ name: 'skip', stepId: 'gone', visit: 3 }, day(8));
    expect(run.place).toBe('gone blocked');
    run.command({ name: 'move', stepId: 'gone', visit: 3, to: 'rest' }, day(8));
    expect(run.place).toBe('rest');
  });

  it('is refused for a step that is not drawn, and for a learner who has gone on', () => {
    const run = twoMails();
    for (const to of ['constructor', '__proto__']) {
      const refused = answerOf(run.command({ name: 'move', stepId: 'rest', visit: 1, to }, day(8)));
      expect(refused).toMatchObject({ accepted: false });
    }
    const nowhere = answerOf(run.command({ name: 'move', stepId: 'rest', visit: 1, to: 'nowhere' }, day(8)));
    expect(nowhere).toMatchObject({ accepted: false, detail: expect.stringMatching(/no step “nowhere”/) });
    const late = answerOf(run.command({ name: 'move', stepId: 'week', visit: 1, to: 'rest' }, day(8)));
    expect(late).toMatchObject({ accepted: false, detail: expect.stringMatching(/no longer/) });
    expect(run.place).toBe('rest');
  });

  it('reuses what was done: the same keys, once for each step, until the learner is past them', () => {
    const run = twoMails();
    run.command({ name: 'move', stepId: 'rest', visit: 1, to: 'first' }, day(8));
    run.advance(day(15));
    expect(mailsOf(run).slice(2)).toEqual([
      ['run:first:1', 2],
      ['run:second:1', 2],
    ]);
    run.command({ name: 'move', stepId: 'rest', visit: 2, to: 'second', effects: 'again' }, day(16));
    expect(mailsOf(run).at(-1)).toEqual(['run:second:3', 3]);
  });

  it('goes by what was done, not by a visit that a pause kept from beginning', () => {
    const drawing = (versionId: string) =>
      planOf(chain({ mail: mailStep(), week: waitStep(7), [versionId]: waitStep(1) }), CATALOGUE, versionId);
    const run = new Driver(drawing('v1'));
    run.command({ name: 'pause' }, day(1));
    run.migrate(drawing('v2'), { steps: { week: { do: 'redirect', to: 'mail' } } }, day(1));
    run.migrate(drawing('v3'), { steps: { mail: { do: 'redirect', to: 'week' } } }, day(1));
    run.command({ name: 'resume' }, day(1));
    expect(run.place).toBe('week');
    run.command({ name: 'move', stepId: 'week', visit: 2, to: 'mail' }, day(2));
    expect(mailsOf(run).map(([key]) => key)).toEqual(['run:mail:1', 'run:mail:1']);
  });

  it('goes by what was done, not by a visit that a join called off before it began', () => {
    const lines: Parameters<typeof draw>[1] = [
      ['start', 'next', 'part'],
      ['part', 'way-0', 'open'],
      ['part', 'way-1', 'mail'],
      ['open', 'next', 'meet'],
      ['mail', 'next', 'meet'],
      ['meet', 'next', 'rest'],
      ['rest', 'next', 'done'],
    ];
    const ways = { open: releaseStep('bowline', 5), mail: mailStep(true) };
    const joined = { meet: joinStep({ kind: 'any' }), rest: waitStep(7), done: DONE };
    const run = new Driver(planOf(draw({ start: START, part: parallelStep(2), ...ways, ...joined }, lines)));
    run.advance(day(5));
    run.command({ name: 'move', stepId: 'rest', visit: 1, to: 'part', effects: 'again' }, day(6));
    expect([run.place, run.state.visits['mail']]).toEqual(['rest', 2]);
    run.command({ name: 'move', stepId: 'rest', visit: 2, to: 'part' }, day(6));
    expect(mailsOf(run)).toEqual([['run:mail:1', 1]]);
    expect(run.state.carried).toMatchObject({ mail: { visit: 1, takenBy: null } });
  });

  it('carries a key through moves that did not reach its step', () => {
    const run = twoMails();
    run.command({ name: 'move', stepId: 'rest', visit: 1, to: 'first' }, day(8));
    run.command({ name: 'move', stepId: 'week', visit: 2, to: 'first' }, day(9));
    run.command({ name: 'skip', stepId: 'week', visit: 3 }, day(9));
    run.command({ name: 'move', stepId: 'rest', visit: 2, to: 'second' }, day(10));
    expect(mailsOf(run).map(([key]) => key)).toEqual([
      'run:first:1',
      'run:second:1',
      'run:first:1',
      'run:first:1',
      'run:second:1',
      'run:second:1',
    ]);
  });

  it('does it all again, under new keys, when told so', () => {
    const run = twoMails();
    run.command({ name: 'move', stepId: 'rest', visit: 1, to: 'first', effects: 'again' }, day(8));
    run.advance(day(15));
    expect(mailsOf(run).slice(2)).toEqual([
      ['run:first:2', 2],
      ['run:second:2', 2],
    ]);
  });

  it('lets “again” overrule a “reuse” that was still to come', () => {
    const run = twoMails();
    run.command({ name: 'move', stepId: 'rest', visit: 1, to: 'week' }, day(8));
    run.command({ name: 'move', stepId: 'week', visit: 2, to: 'week', effects: 'again' }, day(9));
    run.advance(day(16));
    expect(mailsOf(run).at(-1)).toEqual(['run:second:2', 2]);
  });

  it('overrules where an author sends the people at the step that is left, and they follow the new version', () => {
    const steps = { quiz: waitStep(5), near: waitStep(1), mid: waitStep(1), far: waitStep(7) };
    const run = new Driver(planOf(chain(steps)));
    const plan = { scope: 'nextStep', steps: { quiz: { do: 'redirect', to: 'far' } } } as const;
    run.migrate(planOf(chain(steps), CATALOGUE, 'v2'), plan, day(1));
    run.command({ name: 'move', stepId: 'quiz', visit: 1, to: 'near' }, day(2));
    expect(run.state.tokens[0]).toMatchObject({ stepId: 'near', versionId: 'v1' });
    run.advance(day(3));
    expect(run.state.tokens[0]).toMatchObject({ stepId: 'mid', versionId: 'v2' });
  });

  it('waits for the outcome of the effect it carries over', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(true), until: untilFacts('facts.certified') })));
    run.effect('run:mail:1', 'done', day(1));
    run.command({ name: 'move', stepId: 'until', visit: 1, to: 'mail' }, day(2));
    expect(run.place).toBe('mail');
    run.effect('run:mail:1', 'done', day(2));
    expect(run.place).toBe('until');
  });
});

describe('retry', () => {
  const blocked = () => {
    const run = new Driver(planOf(chain({ mail: mailStep(true) })));
    run.effect('run:mail:1', 'unknown', day(1));
    expect(run.place).toBe('mail blocked');
    return run;
  };

  it('keeps the key of what may have happened', () => {
    const run = blocked();
    run.command({ name: 'retry', stepId: 'mail', visit: 1 }, day(2));
    expect(run.only('message').at(-1)).toMatchObject({ key: 'run:mail:1', try: 1 });
  });

  it('begins again under a new key when told so', () => {
    const run = blocked();
    run.command({ name: 'retry', stepId: 'mail', visit: 1, effects: 'again' }, day(2));
    expect(run.only('message').at(-1)).toMatchObject({ key: 'run:mail:2', try: 1, visit: 2 });
    expect(run.only('left').at(-1)).toMatchObject({ stepId: 'mail', visit: 1, reason: 'moved' });
  });

  it('does not call off what the version followed now does not wait for', () => {
    const run = blocked();
    run.migrate(planOf(chain({ mail: mailStep() }), CATALOGUE, 'v2'), {}, day(2));
    expect(run.place).toBe('mail blocked');
    const commands = run.command({ name: 'retry', stepId: 'mail', visit: 1 }, day(3));
    expect(commands.filter(({ type }) => type === 'message')).toHaveLength(1);
    expect(commands.filter(({ type }) => type === 'cancel')).toEqual([]);
    expect(run.place).toBe('completed');
  });

  it('keeps a carried key, too', () => {
    const run = blocked();
    run.command({ name: 'move', stepId: 'mail', visit: 1, to: 'mail' }, day(2));
    run.effect('run:mail:1', 'refused', day(3));
    run.command({ name: 'retry', stepId: 'mail', visit: 2 }, day(4));
    expect(run.only('message').at(-1)).toMatchObject({ key: 'run:mail:1', visit: 2, try: 2 });
  });
});
