import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { compile, planOf } from '../compile/compile.ts';
import { DefinitionTooNewError, upgradeDefinition } from '../model/upgrades/definition-upgrades.ts';
import { DEFINITION_SCHEMA, Definition } from '../model/definition.ts';
import { STEP_RULES } from '../kinds/registry.ts';
import type { Catalogue, Plan } from '../model/plan.ts';
import { Settings } from '../model/settings.ts';
import { STATE_SCHEMA } from '../model/state.ts';
import { reduce } from '../turn/reduce.ts';
import { readState } from '../model/upgrades/saved-state.ts';
import { BEHAVIOURS } from '../simulate/scenario.ts';
import { simulate } from '../simulate/simulate.ts';
import { isoText } from '../time/iso-text.ts';
import { newcomer } from '../testing/learner.ts';

const FOLDER = path.join(import.meta.dirname);
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'));

interface GoldenDefinition {
  definition: { schemaVersion: number };
  catalogue: Catalogue;
}

/** What a drawing comes to for one learner with a fixed first day: a line a visit, with its way out and when it was left. */
function livedThrough(plan: Plan, { modules }: Catalogue): string[] {
  const { visits } = simulate(plan, {
    personId: 'golden',
    enrolledAt: Date.parse('2026-01-05T09:00:00Z'),
    learnerZone: 'America/New_York',
    schoolZone: 'Europe/Berlin',
    modules: modules.map((module) => ({ ...module, lessonCount: 2 })),
    behaviour: BEHAVIOURS.diligent,
    vars: { order: 'one' },
    decisions: [{ stepId: 'text', decision: 'rejected', visit: 2 }],
    horizonDays: 400,
  });
  return visits.map(
    ({ stepId, visit, port, leftAt }) =>
      `${stepId} ${visit}: ${port ?? 'ends'} ${leftAt === null ? 'open' : isoText(leftAt)}`,
  );
}

/** Files that releases of old have written: whatever was saved once stays readable, and means the same. */
describe('golden files', () => {
  const names = readdirSync(FOLDER);

  it.each(Array.from({ length: DEFINITION_SCHEMA }, (_, index) => index + 1))(
    'a definition of schema %i is there and compiles today',
    (schema) => {
      const { definition, catalogue } = read(`definition-${schema}.json`) as GoldenDefinition;
      expect(definition.schemaVersion).toBe(schema);
      const upgraded = upgradeDefinition(definition);
      expect(Definition.parse(upgraded)).toEqual(upgraded);
      expect(compile(definition, catalogue, 'v1')).toMatchObject({ ok: true, warnings: [] });
    },
  );

  it('a definition of the present schema with every kind of step and every setting means what it meant', () => {
    const { definition, catalogue, lived } = read(
      `every-kind-${DEFINITION_SCHEMA}.json`,
    ) as GoldenDefinition & {
      lived: string[];
    };
    const parsed = Definition.parse(definition);
    const kinds = Object.values(parsed.steps).map(({ kind }) => kind);
    expect([...new Set(kinds)].toSorted()).toEqual(Object.keys(STEP_RULES).toSorted());
    expect(Object.keys(parsed.settings).toSorted()).toEqual(Object.keys(Settings.shape).toSorted());
    expect(compile(definition, catalogue, 'v1')).toMatchObject({ ok: true, warnings: [] });
    expect(livedThrough(planOf(parsed, catalogue, 'v1'), catalogue)).toEqual(lived);
  });

  it.each(Array.from({ length: STATE_SCHEMA }, (_, index) => index + 1))(
    'a run state of schema %i is there and runs on today',
    (schema) => {
      const raw = read(`state-${schema}.json`) as
        { schema: number } | { state: { schema: number }; trail: string };
      const saved = 'trail' in raw ? raw : { state: raw, trail: '' };
      expect(saved.state.schema).toBe(schema);
      const state = readState('simulation', saved);
      expect(state.schema).toBe(STATE_SCHEMA);
      const { definition, catalogue } = read('definition-1.json') as GoldenDefinition;
      const plan = planOf(upgradeDefinition(definition), catalogue, 'v1');
      const later = state.clock + 30 * 86_400_000;
      const moved = reduce(plan, state, { kind: 'time', at: later }, newcomer(), later);
      expect(moved.state.tokens.length + (moved.state.finished === null ? 0 : 1)).toBeGreaterThan(0);
    },
  );

  it('the shape of a number that a release has closed stays as it was (docs/adr/0009)', () => {
    const file = path.join(FOLDER, 'closed-shapes.json');
    const closed = read('closed-shapes.json') as { definition: Record<string, string> };
    const shape = JSON.stringify(z.toJSONSchema(Definition, { io: 'input', unrepresentable: 'any' }));
    const fingerprint = createHash('sha256').update(shape).digest('hex').slice(0, 16);
    if (process.env['UPDATE_SHAPES'] === 'yes') {
      closed.definition[DEFINITION_SCHEMA] = fingerprint;
      writeFileSync(file, `${JSON.stringify(closed, null, 2)}\n`);
    }
    expect(shape).toContain('"trigger"');
    expect(closed.definition[DEFINITION_SCHEMA] ?? fingerprint).toBe(fingerprint);
  });

  it('refuses what a newer release wrote', () => {
    expect(names.length).toBeGreaterThan(2);
    expect(() => upgradeDefinition({ schemaVersion: DEFINITION_SCHEMA + 1 })).toThrow(DefinitionTooNewError);
  });
});
