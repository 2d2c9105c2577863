import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { planOf } from '../compile/compile.ts';
import type { Command } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import { initialState } from '../model/initial-state.ts';
import type { Input } from '../model/inputs.ts';
import type { Plan } from '../model/plan.ts';
import { STATE_SCHEMA, type RunState } from '../model/state.ts';
import { upgradeDefinition } from '../model/upgrades/definition-upgrades.ts';
import { readState, saveState, type SavedState } from '../model/upgrades/saved-state.ts';
import { withVersions } from '../model/versions.ts';
import { CATALOGUE } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED, newcomer } from '../testing/learner.ts';
import { reduce } from '../turn/reduce.ts';
import { SITUATIONS, type Situation } from '../testing/situations.ts';

/** A state as it was saved once, the one input by which its run went on, and exactly what came of it. */
interface GoldenRun {
  drawings: unknown[];
  facts: Partial<Facts>;
  saved: SavedState;
  next: Input;
  after: { saved: SavedState; commands: Command[] };
}

const FOLDER = path.join(import.meta.dirname, 'runs');
const RUN = 'run';
const fileOf = (name: string, schema: number) => path.join(FOLDER, `${name}-${schema}.json`);
/** As it would be read from a row or a file. */
const written = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function planFrom(drawings: readonly unknown[]): Plan {
  const [own, ...others] = drawings.map((drawing, index) =>
    planOf(upgradeDefinition(drawing), CATALOGUE, `v${index + 1}`),
  );
  if (own === undefined) throw new Error('A golden run has no drawing.');
  return others.length === 0 ? own : withVersions(own, others);
}

/** Reads a state as a turn does, takes one input, and saves it as a turn does. */
function goOn({ drawings, facts, saved, next }: Omit<GoldenRun, 'after'>): GoldenRun['after'] {
  const state = readState(RUN, saved);
  const turn = reduce(planFrom(drawings), state, next, { ...newcomer(), ...facts }, next.at);
  return written({
    saved: saveState(turn.state, { state, trail: saved.trail }),
    commands: turn.commands,
  });
}

/** The situation as it comes to be today. */
function livedToday({ drawings, live, facts = {}, next }: Situation): GoldenRun {
  const run = new Driver(planFrom(drawings.slice(0, 1)), newcomer(), ENROLLED, RUN);
  live(run);
  const saved = written(saveState(run.state, null));
  const golden = written({ drawings, facts: { ...learned(run.facts), ...facts }, saved, next });
  return { ...golden, after: goOn(golden) };
}

/** What the facts say beside those of somebody who has done nothing. */
function learned(facts: Facts): Partial<Facts> {
  const before: Partial<Record<string, unknown>> = { ...newcomer() };
  return Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
}

/**
 * Run states that were saved once: each is read, goes on by one turn, and comes to exactly what it came to when it was kept.
 *
 * To add one: put a situation into `testing/situations.ts` and run this spec once with `UPDATE_RUN_STATES=yes`, which writes the files
 * of the present schema that are missing and never touches one that is there. After the schema number was raised the same writes
 * one of each for the new number; the old ones stay. What an intended change of the engine makes wrong is deleted first.
 */
describe('golden run states', () => {
  if (process.env['UPDATE_RUN_STATES'] === 'yes')
    for (const [name, situation] of Object.entries(SITUATIONS))
      if (!existsSync(fileOf(name, STATE_SCHEMA)))
        writeFileSync(fileOf(name, STATE_SCHEMA), `${JSON.stringify(livedToday(situation), null, 2)}\n`);
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  const read = (name: string) => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')) as GoldenRun;

  it('are there for every situation in the present schema', () => {
    const wanted = Object.keys(SITUATIONS).map((name) => path.basename(fileOf(name, STATE_SCHEMA)));
    expect(names).toEqual(expect.arrayContaining(wanted));
  });

  it.each(names)('%s is read, goes on by one turn, and comes to what it came to', (name) => {
    const golden = read(name);
    const [, schema] = /-(\d+)\.json$/.exec(name) ?? [];
    expect((golden.saved.state as RunState).schema).toBe(Number(schema));
    const { after, ...before } = golden;
    expect(after.commands.length).toBeGreaterThan(0);
    // What is saved today carries today's number, and what it holds is compared in today's shape.
    const today = goOn(before);
    expect(today.commands).toEqual(after.commands);
    expect(readState(RUN, today.saved)).toEqual(readState(RUN, after.saved));
  });

  it('hold between them everything that a state can hold', () => {
    const states = names
      .filter((name) => name.endsWith(`-${STATE_SCHEMA}.json`))
      .map((name) => readState(RUN, read(name).saved));
    const usual: Partial<Record<string, unknown>> = { ...initialState(RUN, ENROLLED) };
    const isUsual = (name: string, state: RunState) =>
      JSON.stringify(state[name as keyof RunState]) === JSON.stringify(usual[name]);
    const told = Object.keys(usual).filter((name) => states.some((state) => !isUsual(name, state)));
    // A run that has finished takes no more turns; one that has completed a way of its own is about to.
    const not = ['schema', 'runId', 'finished', 'completed'];
    expect(told.toSorted()).toEqual(
      Object.keys(usual)
        .filter((name) => !not.includes(name))
        .toSorted(),
    );
    const tokens = states.flatMap((state) => state.tokens);
    expect([...new Set(tokens.map(({ status }) => status))].toSorted()).toEqual([
      'blocked',
      'held',
      'waiting',
    ]);
    const isTold = (value: unknown) =>
      value !== null && value !== 0 && !(Array.isArray(value) && value.length === 0);
    const fields = new Set(
      tokens.flatMap((token) =>
        Object.entries(token).flatMap(([name, value]) => (isTold(value) ? [name] : [])),
      ),
    );
    expect([...fields].toSorted()).toEqual(
      [
        'deadline',
        'effectKey',
        'enteredAt',
        'heldFrom',
        'id',
        'iteration',
        'next',
        'notBefore',
        'problem',
        'scope',
        'status',
        'stepId',
        'triedAt',
        'try',
        'versionId',
        'visit',
      ].toSorted(),
    );
    expect(tokens.some((token) => token.try > 1)).toBe(true);
  });
});
