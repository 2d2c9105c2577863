import type { EntityManager } from 'typeorm';
import { type Catalogue, type Plan, planOf, upgradeDefinition, withVersions } from '@gradus/flow';

const KEPT = 200;

/** There is no such version. */
export class VersionMissingError extends Error {
  readonly code = 'automation.version-missing';
  constructor(versionId: string) {
    super(`There is no automation version ${versionId}.`);
  }
}

/**
 * Plans by version id, made without the checks of publishing: a stored version was checked by the release that published it.
 * Versions are immutable, so what is cached never goes stale.
 */
export class Plans {
  readonly #plans = new Map<string, Plan>();

  /** The plan of a run's version, with those of the other versions it stands on or moves to beside it. */
  async ofRun(manager: EntityManager, versionId: string, others: Iterable<string>): Promise<Plan> {
    const beside: Plan[] = [];
    for (const other of new Set(others)) if (other !== versionId) beside.push(await this.of(manager, other));
    return withVersions(await this.of(manager, versionId), beside);
  }

  async of(manager: EntityManager, versionId: string): Promise<Plan> {
    const known = this.#plans.get(versionId);
    if (known) return known;
    const [row] = await manager.query<Array<{ definition: unknown; catalogue: Catalogue }>>(
      'SELECT definition, catalogue FROM automation_versions WHERE id = $1',
      [versionId],
    );
    if (!row) throw new VersionMissingError(versionId);
    const plan = planOf(upgradeDefinition(row.definition), row.catalogue, versionId);
    if (this.#plans.size >= KEPT) this.#plans.delete(this.#plans.keys().next().value!);
    this.#plans.set(versionId, plan);
    return plan;
  }
}
