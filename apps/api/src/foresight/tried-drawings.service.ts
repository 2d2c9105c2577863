import { Injectable } from '@nestjs/common';
import { Plans, withCalled } from '@gradus/database';
import { type CrowdCourse, type Definition, type Plan, compile, upgradeDefinition } from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { DrawingInvalidError } from '../automations/automation-errors.ts';
import { type AutomationRow, AutomationsQueries } from '../automations/automations.queries.ts';

/** A drawing that can be tried out, and the course that its learners take. */
export interface TriedDrawing {
  row: AutomationRow;
  plan: Plan;
  course: CrowdCourse;
}

/** The draft of an automation, or one of its versions, compiled against what its course offers now. */
@Injectable()
export class TriedDrawingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AutomationsQueries,
    private readonly plans: Plans,
  ) {}

  /** @throws DrawingInvalidError when it does not compile */
  async read({ organizationId }: Caller, automationId: string, versionId?: string): Promise<TriedDrawing> {
    const row = found(await this.queries.automation(organizationId, automationId), 'automation');
    const catalogue = await this.queries.catalogue(organizationId, row);
    const definition =
      versionId === undefined
        ? row.draft_definition
        : await this.#version(organizationId, automationId, versionId);
    const compiled = compile(definition, catalogue, versionId ?? 'draft');
    if (!compiled.ok)
      throw new DrawingInvalidError('The drawing has problems; put them right first.', compiled.problems);
    const sizes = row.course_id ? await this.queries.moduleSizes(organizationId, row.course_id) : new Map();
    const modules = catalogue.modules.map((module) => {
      const size = sizes.get(module.key) as { lessons: number; maxAttempts: number | null } | undefined;
      const attempts = size?.maxAttempts == null ? {} : { maxAttempts: size.maxAttempts };
      return { ...module, lessonCount: size?.lessons ?? 0, ...attempts };
    });
    const calling = { organizationId, automationId: row.id, courseId: row.course_id };
    const plan = await withCalled(this.dataSource.manager, this.plans, calling, compiled.plan);
    return { row, plan, course: { schoolZone: row.school_zone, modules } };
  }

  async #version(organizationId: string, automationId: string, versionId: string): Promise<Definition> {
    const [version] = await this.dataSource.query<Array<{ definition: Definition }>>(
      'SELECT definition FROM automation_versions WHERE organization_id = $1 AND automation_id = $2 AND id = $3',
      [organizationId, automationId, versionId],
    );
    return upgradeDefinition(found(version, 'version').definition);
  }
}
