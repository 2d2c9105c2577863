import { DEFINITION_SCHEMA, type Definition } from '../definition.ts';

/** Written by a newer release than this one: not ours to read. */
export class DefinitionTooNewError extends Error {
  readonly code = 'flow.definition-too-new';
  readonly schema: number;

  constructor(schema: number) {
    super(
      `This automation was saved with schema ${schema}; this release reads up to ${DEFINITION_SCHEMA}. Update Gradus and try again.`,
    );
    this.name = 'DefinitionTooNewError';
    this.schema = schema;
  }
}

type OldDefinition = Record<string, unknown>;

/**
 * `DEFINITION_UPGRADES[n]` turns schema n into n + 1. A number, once released, is never used again nor changed.
 *
 * 1 -> 2: more kinds of steps and more settings, all optional: what was drawn before means the same.
 */
const DEFINITION_UPGRADES: Record<number, (definition: OldDefinition) => OldDefinition> = {
  1: (definition) => definition,
};

/** A definition of any released schema in today's; anything that is none comes back as it is, for the schema to refuse. */
export function upgradeShape(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('schemaVersion' in raw)) return raw;
  if (typeof raw.schemaVersion !== 'number') return raw;
  let definition: OldDefinition = { ...raw };
  for (let schema = raw.schemaVersion; schema < DEFINITION_SCHEMA; schema += 1) {
    const upgrade = DEFINITION_UPGRADES[schema];
    if (upgrade === undefined) return raw;
    definition = { ...upgrade(definition), schemaVersion: schema + 1 };
  }
  return definition;
}

/**
 * A saved definition in today's shape. What was saved was valid when it was, so nothing is checked but the number.
 *
 * @throws DefinitionTooNewError when a newer release wrote it
 */
export function upgradeDefinition(raw: unknown): Definition {
  const upgraded = upgradeShape(raw) as Definition & { schemaVersion: number };
  if (upgraded.schemaVersion > DEFINITION_SCHEMA) throw new DefinitionTooNewError(upgraded.schemaVersion);
  return upgraded;
}
