import type { EntityManager } from 'typeorm';
import { type Catalogue, type Definition, type Plan, compile } from '@gradus/flow';

const KEPT = 200;

/** A stored version does not compile any more: the engine changed under it. Runs of it stay where they are. */
export class VersionNotRunnableError extends Error {
  readonly code = 'automation.version-not-runnable';
  constructor(versionId: string, problem: string) {
    super(`Version ${versionId} cannot run: ${problem}`);
  }
}

/** Compiled plans by version id. Versions are immutable, so what is cached never goes stale. */
export class Plans {
  readonly #plans = new Map<string, Plan>();

  async of(manager: EntityManager, versionId: string): Promise<Plan> {
    const known = this.#plans.get(versionId);
    if (known) return known;
    const [row] = await manager.query<Array<{ definition: Definition; catalogue: Catalogue }>>(
      'SELECT definition, catalogue FROM automation_versions WHERE id = $1',
      [versionId],
    );
    if (!row) throw new VersionNotRunnableError(versionId, 'it does not exist');
    const compiled = compile(row.definition, row.catalogue, versionId);
    if (!compiled.ok)
      throw new VersionNotRunnableError(versionId, compiled.problems[0]?.message ?? 'unknown problem');
    if (this.#plans.size >= KEPT) this.#plans.delete(this.#plans.keys().next().value!);
    this.#plans.set(versionId, compiled.plan);
    return compiled.plan;
  }
}
