import { Injectable } from '@nestjs/common';
import type {
  ArchiveAutomation,
  AuditedActionName,
  CreateAutomation,
  RenameAutomation,
} from '@gradus/contracts';
import { readCatalogue } from '@gradus/database';
import { topics } from '@gradus/events';
import { Definition, Layout, TEMPLATES, blank, upgradeShape } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../access/caller.ts';
import { found } from '../../access/ownership.ts';
import { Announcer } from '../../announcing/announcer.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import {
  AutomationIdTakenError,
  DefinitionUnreadableError,
  JourneyNeededError,
  TemplateMissingError,
  TemplateNeedsCourseError,
} from '../automation-errors.ts';

interface Drawing {
  definition: Definition;
  layout: Layout;
}

/** Makes campaigns, names them, puts them away and takes them out again. */
@Injectable()
export class CreationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
  ) {}

  /** @throws TemplateMissingError, TemplateNeedsCourseError, DefinitionUnreadableError, AutomationIdTakenError */
  async create({ organizationId, userId }: Caller, request: CreateAutomation): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      if (request.courseId !== null) await requireCourse(manager, organizationId, request.courseId);
      const drawing = await this.#drawing(manager, organizationId, request);
      const made = await manager.query<unknown[]>(
        `INSERT INTO automations (id, organization_id, course_id, name, use, draft_definition, draft_layout)
         VALUES ($1, $2, $3, $4, 'campaign', $5, $6) ON CONFLICT (id) DO NOTHING RETURNING id`,
        [request.id, organizationId, request.courseId, request.name, drawing.definition, drawing.layout],
      );
      if (made.length === 0) return requireOwn(manager, organizationId, request.id);
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: 'automation.created',
        subjectKind: 'automation',
        subjectId: request.id,
        data: { name: request.name, template: request.template ?? null },
      });
    });
    await this.announcer.announce([topics.automation(request.id)]);
  }

  async rename(caller: Caller, automationId: string, { name }: RenameAutomation): Promise<void> {
    await this.#change(caller, automationId, 'automation.renamed', '', 'name = $3', [name]);
  }

  /** @throws JourneyNeededError */
  async archive(caller: Caller, automationId: string, { reason }: ArchiveAutomation): Promise<void> {
    const set = 'archived_at = COALESCE(archived_at, clock_timestamp())';
    await this.#change(caller, automationId, 'automation.archived', reason, set, []);
  }

  async restore(caller: Caller, automationId: string, { reason }: ArchiveAutomation): Promise<void> {
    await this.#change(caller, automationId, 'automation.restored', reason, 'archived_at = NULL', []);
  }

  async #change(
    { organizationId, userId }: Caller,
    automationId: string,
    action: AuditedActionName,
    reason: string,
    set: string,
    values: string[],
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[Array<{ use: string }>, number]>(
        `UPDATE automations SET ${set} WHERE organization_id = $1 AND id = $2 RETURNING use`,
        [organizationId, automationId, ...values],
      );
      const { use } = found(rows[0], 'automation');
      if (action === 'automation.archived' && use === 'journey') throw new JourneyNeededError();
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action,
        subjectKind: 'automation',
        subjectId: automationId,
        reason,
        data: values.length > 0 ? { name: values[0] } : {},
      });
    });
    await this.announcer.announce([topics.automation(automationId)]);
  }

  async #drawing(
    manager: EntityManager,
    organizationId: string,
    { template: id, definition, layout, courseId }: CreateAutomation,
  ): Promise<Drawing> {
    if (definition) return readDrawing(definition, layout ?? {});
    if (!id) return blank();
    const template = TEMPLATES.find((one) => one.id === id);
    if (!template) throw new TemplateMissingError(id);
    const catalogue = await readCatalogue(manager, organizationId, courseId);
    if (template.needsCourse && catalogue.modules.length === 0) throw new TemplateNeedsCourseError();
    return template.draw(catalogue);
  }
}

/** A drawing may be unfinished, but it is always a drawing. */
function readDrawing(rawDefinition: unknown, rawLayout: unknown): Drawing {
  const definition = Definition.safeParse(upgradeShape(rawDefinition));
  const layout = Layout.safeParse(rawLayout);
  const issue = [...(definition.error?.issues ?? []), ...(layout.error?.issues ?? [])][0];
  if (!definition.success || !layout.success) {
    throw new DefinitionUnreadableError(
      `${issue?.path.join('.') ?? 'definition'}: ${issue?.message ?? 'not right'}`,
    );
  }
  return { definition: definition.data, layout: layout.data };
}

async function requireCourse(
  manager: EntityManager,
  organizationId: string,
  courseId: string,
): Promise<void> {
  const rows = await manager.query<unknown[]>(
    'SELECT 1 FROM courses WHERE id = $2 AND organization_id = $1',
    [organizationId, courseId],
  );
  found(rows[0], 'course');
}

async function requireOwn(manager: EntityManager, organizationId: string, id: string): Promise<void> {
  const own = await manager.query<unknown[]>(
    'SELECT 1 FROM automations WHERE id = $2 AND organization_id = $1',
    [organizationId, id],
  );
  if (own.length === 0) throw new AutomationIdTakenError();
}
