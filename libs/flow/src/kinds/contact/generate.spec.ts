import { describe, expect, it } from '@jest/globals';
import { previewCommand } from '../../commands/preview-command.ts';
import { startOver } from '../../commands/start-over.ts';
import type { Edge, Step, StepOf } from '../../model/definition.ts';
import type { JoinRule } from '../../model/steps/blocks.ts';
import { BEHAVIOURS } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulate.ts';
import {
  CATALOGUE,
  draw,
  mailStep,
  planOf,
  problemsOf,
  releaseStep,
  START,
  waitStep,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED } from '../../testing/learner.ts';
import { joinStep, parallelStep } from '../../testing/way-drawings.ts';
import { DAY, HOUR, MINUTE } from '../../time/durations.ts';

const write = (part: Partial<StepOf<'generate'>['config']> = {}): StepOf<'generate'> => ({
  kind: 'generate',
  title: 'Cheer',
  config: {
    prompt: 'Cheer somebody up who has done {{learner.progress}} percent of {{course.title}}.',
    into: 'cheer',
    mostCharacters: 400,
    review: true,
    to: { kind: 'role', role: 'instructor' },
    due: { amount: 2, unit: 'days' },
    zone: 'none',
    ...part,
  },
});
const UNREAD = { review: false };
const end = (title: string): Step => ({ kind: 'end', title, config: { outcome: 'ended' } });
const letter = (subject: string): Step => {
  const mail = mailStep();
  return { ...mail, config: { ...mail.config, subject, body: 'Hello {{person.name}}, {{text.cheer}}' } };
};
const drawn = (step: StepOf<'generate'>, subject = 'For you') => {
  const ports = ['rejected', 'timeout', 'error'].filter(
    (port) =>
      (port !== 'rejected' || step.config.review) && (port !== 'timeout' || step.config.due !== undefined),
  );
  return draw(
    {
      start: START,
      open: releaseStep('bowline', { kind: 'afterEnrollment', days: 0 }),
      write: step,
      mail: letter(subject),
      sent: end('Sent'),
      ...Object.fromEntries(ports.map((port) => [port, end(port)])),
    },
    [
      ['start', 'next', 'open'],
      ['open', 'next', 'write'],
      ['write', 'next', 'mail'],
      ['mail', 'next', 'sent'],
      ...ports.map((port): [string, string, string] => ['write', port, port]),
    ],
  );
};
const lineOf = (from: string, to: string): Edge[] => [{ from, port: 'next', to }];
const KEY = 'run:write:1';
const wayOf = (run: Driver) => run.commands.find((c) => c.type === 'left' && c.stepId === 'write');
const decide = (run: Driver, decision: string, at: number) => {
  run.facts = { ...run.facts, tasks: [{ stepId: 'write', visit: 1, at, decision }] };
  run.event('task.decided', at, { step: 'write', decision });
};

describe('a text that is written', () => {
  it('is asked for with what the prompt may name, and read by a person before anybody gets it', () => {
    const run = new Driver(planOf(drawn(write())));
    expect(run.only('effect')).toMatchObject([
      { kind: 'generate', key: KEY, given: { module: 'bowline', progress: 0, days: 0 } },
    ]);
    expect(run.only('task')).toEqual([]);
    run.effect(KEY, 'done', ENROLLED + MINUTE);
    expect(run.only('task')).toMatchObject([
      { task: 'approval', holds: true, due: ENROLLED + 2 * DAY, calls: [{ because: 'asked' }] },
    ]);
    expect(run.only('message')).toEqual([]);
    decide(run, 'approved', ENROLLED + HOUR);
    expect(wayOf(run)).toMatchObject({ port: 'next', reason: 'event' });
    expect(run.only('message')).toHaveLength(1);
    expect(run.state.vars).toEqual({ cheer: true });
  });

  it('goes nowhere when it is refused, or when nobody has read it in time', () => {
    const refused = new Driver(planOf(drawn(write())));
    refused.effect(KEY, 'done', ENROLLED + MINUTE);
    decide(refused, 'rejected', ENROLLED + HOUR);
    expect(wayOf(refused)).toMatchObject({ port: 'rejected' });
    const late = new Driver(planOf(drawn(write())));
    late.effect(KEY, 'done', ENROLLED + MINUTE);
    late.advance(ENROLLED + 2 * DAY);
    expect(wayOf(late)).toMatchObject({ port: 'timeout', reason: 'time' });
    expect(late.only('taskClosed')).toMatchObject([{ because: 'overdue' }]);
    expect([...refused.only('message'), ...late.only('message')]).toEqual([]);
    expect([refused.state.vars, late.state.vars]).toEqual([{}, {}]);
  });

  it('is given up when the provider is too slow, and fails by "error"', () => {
    const slow = new Driver(planOf(drawn(write(UNREAD))));
    slow.advance(ENROLLED + 2 * DAY);
    expect(wayOf(slow)).toMatchObject({ port: 'timeout' });
    const failing = new Driver(planOf(drawn(write())));
    failing.effect(KEY, 'refused', ENROLLED + MINUTE);
    expect(wayOf(failing)).toMatchObject({ port: 'error' });
  });

  it('goes out unread only where the author says so', () => {
    const run = new Driver(planOf(drawn(write(UNREAD))));
    run.effect(KEY, 'done', ENROLLED + MINUTE);
    expect(run.only('task')).toEqual([]);
    expect(run.only('message')).toHaveLength(1);
    expect(run.state.vars).toEqual({ cheer: true });
  });

  it('is written anew for another visit, whatever was written for one before', () => {
    const run = new Driver(planOf(drawn(write())));
    run.effect(KEY, 'done', ENROLLED + MINUTE);
    const again = run.command({ name: 'move', stepId: 'write', visit: 1, to: 'open' }, ENROLLED + HOUR);
    expect(again.flatMap((c) => (c.type === 'effect' ? [[c.key, c.visit]] : []))).toEqual([
      ['run:write:2', 2],
    ]);
    run.effect('run:write:2', 'done', ENROLLED + 2 * HOUR);
    expect(run.only('task').map(({ visit }) => visit)).toEqual([1, 2]);
    const begun = startOver(run.plan, run.state, {
      runId: 'two',
      at: ENROLLED,
      stepId: 'write',
      effects: 'reuse',
    });
    expect(begun.carried).not.toHaveProperty('write');
    const ledger = new Map([['run:write:2', 'done' as const]]);
    const shown = previewCommand(
      { ...run, ledger, now: run.state.clock },
      { name: 'move', stepId: 'write', visit: 2, to: 'open' },
    );
    expect(shown.effects).toMatchObject([{ stepId: 'write', fate: 'again' }]);
  });

  it('is not the text of an earlier visit: a message says which are its own, and what was refused leaves none', () => {
    const drawing = drawn(write());
    const edges = drawing['edges'] as Edge[];
    const round = edges.map((edge) =>
      edge.from === 'write' && edge.port === 'rejected' ? { ...edge, to: 'mail' } : edge,
    );
    const { rejected: _, ...steps } = drawing['steps'] as Record<string, Step>;
    const run = new Driver(
      planOf({
        ...drawing,
        steps: { ...steps, rest: waitStep(7) },
        edges: [
          ...round.filter(({ from }) => from !== 'mail'),
          ...lineOf('mail', 'rest'),
          ...lineOf('rest', 'sent'),
        ],
      }),
    );
    const texts = () => run.only('message').map((mail) => mail.texts);
    run.effect(KEY, 'done', ENROLLED + MINUTE);
    decide(run, 'approved', ENROLLED + HOUR);
    expect(texts()).toEqual([['cheer']]);
    run.command(
      { name: 'move', stepId: 'rest', visit: 1, to: 'write', effects: 'again' },
      ENROLLED + 2 * HOUR,
    );
    expect(run.state.vars).toEqual({ cheer: false });
    run.effect('run:write:2', 'done', ENROLLED + 3 * HOUR);
    run.facts = {
      ...run.facts,
      tasks: [{ stepId: 'write', visit: 2, at: ENROLLED + 4 * HOUR, decision: 'rejected' }],
    };
    run.event('task.decided', ENROLLED + 4 * HOUR, { step: 'write', decision: 'rejected' });
    expect(run.place).toBe('rest');
    expect(texts()).toEqual([['cheer'], []]);
  });

  it('is there only when it was written: nobody can say so in its place, and a retry asks under the same key', () => {
    const run = new Driver(planOf(drawn(write(UNREAD))));
    run.effect(KEY, 'unknown', ENROLLED + MINUTE);
    const said = run.command({ name: 'settle', stepId: 'write', visit: 1, happened: true }, ENROLLED + HOUR);
    expect(said).toMatchObject([
      { type: 'answered', accepted: false, detail: expect.stringContaining('Retry') },
    ]);
    expect(run.place).toBe('write blocked');
    const retried = run.command({ name: 'retry', stepId: 'write', visit: 1 }, ENROLLED + HOUR);
    expect(retried.filter(({ type }) => type === 'effect')).toMatchObject([{ key: KEY, try: 1 }]);
  });

  it('is a stand-in in a simulation, and says so', () => {
    const { entries } = simulate(planOf(drawn(write(), 'About {{text.cheer}}')), {
      enrolledAt: ENROLLED,
      learnerZone: 'UTC',
      schoolZone: 'UTC',
      modules: CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 1 })),
      behaviour: BEHAVIOURS.diligent,
      horizonDays: 10,
    });
    const said = (kind: string) => entries.filter((entry) => entry.kind === kind).map(({ detail }) => detail);
    expect(said('text')).toEqual(['A text is written. Here it is a stand-in: [a text by "Cheer"]']);
    expect(said('message')).toEqual(['About [a text by "Cheer"]']);
    expect(said('task')).toEqual(['Somebody is asked to read the text.']);
  });
});

describe('what can be wrong with a text', () => {
  const codes = (definition: unknown, catalogue = CATALOGUE) =>
    problemsOf(definition, catalogue).flatMap(({ code, field }) =>
      code === 'flow.module-never-released' ? [] : [`${code} ${field}`],
    );

  it('is nothing when it is read, and a warning when it goes out unread', () => {
    expect(codes(drawn(write()))).toEqual([]);
    expect(codes(drawn(write(UNREAD)))).toEqual(['flow.text-unreviewed body']);
    const { due: _, ...endless } = write().config;
    expect(codes(drawn({ ...write(), config: endless }))).toEqual(['flow.wait-endless due']);
  });

  it('is that nobody can write it, or that it would say who the learner is', () => {
    expect(codes(drawn(write()), { ...CATALOGUE, writer: null })).toEqual(['flow.writer-missing null']);
    expect(codes(drawn(write()), { ...CATALOGUE, writer: 'openai' })).toEqual([]);
    expect(codes(drawn(write({ prompt: 'To {{person.name}}' })))).toEqual(['flow.variable-unknown prompt']);
    expect(codes(drawn(write({ prompt: 'To {{school.name' })))).toEqual(['flow.variable-unclosed prompt']);
  });

  it('is that a message can be reached without it', () => {
    const drawing = drawn(write());
    const edges = (drawing['edges'] as Edge[]).map((edge) =>
      edge.from === 'write' && edge.port === 'timeout' ? { ...edge, to: 'mail' } : edge,
    );
    expect(codes({ ...drawing, edges })).toContain('flow.text-missing body');
  });

  it('is not that another way of a block comes without it, while its own is waited for', () => {
    const { due: _, ...unread } = write(UNREAD).config;
    const meet = (rule: JoinRule, failed: boolean) => {
      const steps: Record<string, Step> = {
        start: START,
        fork: parallelStep(2),
        write: { ...write(), config: unread },
        rest: waitStep(1),
        both: joinStep(rule),
        mail: letter('For you'),
        sent: end('Sent'),
        ...(failed && { failed: end('Failed') }),
      };
      const lines: Array<[string, string, string]> = [
        ['start', 'next', 'fork'],
        ['fork', 'way-0', 'write'],
        ['fork', 'way-1', 'rest'],
        ['write', 'next', 'both'],
        ['rest', 'next', 'both'],
        ['both', 'next', 'mail'],
        ['mail', 'next', 'sent'],
        ...(failed ? [['write', 'error', 'failed'] as [string, string, string]] : []),
      ];
      return codes(draw(steps, lines)).includes('flow.text-missing body');
    };
    expect(meet({ kind: 'all' }, false)).toBe(false);
    expect(meet({ kind: 'all' }, true)).toBe(true);
    expect(meet({ kind: 'any' }, false)).toBe(true);
  });

  it('is that a message uses what nothing before it writes', () => {
    expect(codes(drawn(write({ into: 'other' })))).toEqual(['flow.text-unwritten body']);
  });
});
