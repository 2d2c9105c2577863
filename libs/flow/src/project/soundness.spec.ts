import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { compile } from '../compile/compile.ts';
import type { Facts, ModuleFacts } from '../model/facts.ts';
import type { Plan } from '../model/plan.ts';
import { isOpen } from '../learner/module-access.ts';
import { firstOpenings } from '../testing/openings.ts';
import { withOwnReleases } from '../turn/turn.ts';
import { CATALOGUE } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { definitions, eventsOf, lives } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';
import { initialState } from '../model/initial-state.ts';
import { project } from './project.ts';

jest.setTimeout(60_000);

function planFor(definition: unknown): Plan {
  const compiled = compile(definition, CATALOGUE, 'v1');
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

function runUntil(plan: Plan, facts: Facts, day: number): Driver {
  const run = new Driver(plan, facts);
  for (const event of eventsOf(facts)) run.queue(event);
  run.advance(ENROLLED + day * DAY);
  return run;
}

/** What was known at `now`, and from there on another life than anyone could have foreseen. */
function splice(past: Facts, future: Facts, now: number): Facts {
  const joined = <T>(before: T[], after: T[], at: (one: T) => number) => [
    ...before.filter((one) => at(one) <= now),
    ...after.filter((one) => at(one) > now),
  ];
  const modules = past.modules.map((module, index): ModuleFacts => {
    const other = future.modules[index] ?? module;
    const history = joined(module.assessment?.history ?? [], other.assessment?.history ?? [], ({ at }) => at);
    return {
      ...module,
      lessonCompletions: joined(module.lessonCompletions, other.lessonCompletions, (at) => at),
      assessment: { maxAttempts: 2, history },
    };
  });
  return { ...past, modules };
}

describe('a promised date', () => {
  it('is kept to the millisecond, whatever the learner does', () => {
    let promised = 0;
    fc.assert(
      fc.property(definitions(true), lives, lives, fc.nat(40), (definition, past, future, day) => {
        const plan = planFor(definition);
        const run = runUntil(plan, past, day);
        const now = ENROLLED + day * DAY;
        const projections = project(plan, run.state, run.facts, now);
        const openNow = withOwnReleases(run.facts, run.state.releases).modules.filter((one) =>
          isOpen(one, now),
        );
        run.facts = splice(past, future, now);
        for (const event of eventsOf(run.facts)) run.queue(event);
        run.advance(ENROLLED + 400 * DAY);
        const opened = firstOpenings(run.commands, now);
        for (const { module, at } of projections) {
          promised += at === null ? 0 : 1;
          expect(at === null || opened.get(module) === at).toBe(true);
        }
        // What is open now opens again only if it is closed first.
        const foreseen = new Set([
          ...projections.map(({ module }) => module),
          ...openNow.map(({ key }) => key),
        ]);
        for (const module of opened.keys()) expect(foreseen.has(module)).toBe(true);
      }),
      { numRuns: 700 },
    );
    expect(promised).toBeGreaterThan(200);
  });

  it('is made before the run begins as soon after', () => {
    fc.assert(
      fc.property(definitions(true), lives, (definition, facts) => {
        const plan = planFor(definition);
        const before = project(plan, initialState('run', ENROLLED), facts, ENROLLED);
        const run = runUntil(plan, facts, 0);
        const after = new Map(
          project(plan, run.state, facts, ENROLLED).map(({ module, at }) => [module, at]),
        );
        const opened = firstOpenings(run.commands);
        for (const { module, at } of before) {
          expect(at === null || (opened.get(module) ?? after.get(module)) === at).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing that an unfinished course or a blocked run could make the projection fail at', () => {
    fc.assert(
      fc.property(definitions(), lives, fc.nat(90), (definition, facts, day) => {
        const run = runUntil(planFor(definition), facts, day);
        const projections = project(run.plan, run.state, run.facts, ENROLLED + day * DAY);
        for (const { at, expectedAt } of projections) expect(at === null || expectedAt === null).toBe(true);
      }),
      { numRuns: 250 },
    );
  });
});
