import { Injectable } from '@nestjs/common';
import type { ApplyOperations, CheckReport, DraftDetail } from '@gradus/contracts';
import type { AutomationInvalidError } from '@gradus/database';
import { topics } from '@gradus/events';
import {
  type Catalogue,
  type Compiled,
  Definition,
  type FlowDocument,
  Layout,
  Operation,
  OperationRefusedError,
  applyOperation,
  applyOperations,
  compile,
  sayOperations,
} from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { DraftOutdatedError, DrawingInvalidError, OperationUnfitError } from './automation-errors.ts';
import { type AutomationRow, AutomationsQueries } from './automations.queries.ts';
import { draftOf } from './automations.service.ts';
import { DraftEditsQueries } from './history/draft-edits.queries.ts';
import { shownProblems } from './shown-problems.ts';

export interface CompiledDraft {
  row: AutomationRow;
  compiled: Compiled;
  catalogue: Catalogue;
}

/** What is being drawn. Editing is operations of the engine and nothing else, under the draft's revision. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AutomationsQueries,
    private readonly announcer: Announcer,
    private readonly edits: DraftEditsQueries,
  ) {}

  /** All operations or none. @throws DraftOutdatedError, OperationUnfitError */
  async edit(
    { organizationId, userId }: Caller,
    automationId: string,
    { revision, operations }: ApplyOperations,
  ): Promise<DraftDetail> {
    const row = await this.dataSource.transaction(async (manager) => {
      const draft = found(await this.queries.lockDraft(manager, organizationId, automationId), 'automation');
      if (draft.revision !== revision) throw new DraftOutdatedError(draft.revision);
      const before: FlowDocument = { definition: draft.definition, layout: draft.layout };
      const read = operations.map(readOperation);
      const edited = applied(before, read);
      requireDrawing(edited, operations.length - 1);
      await this.queries.saveDraft(manager, organizationId, automationId, edited);
      await this.edits.keep(manager, {
        organizationId,
        automationId,
        editedBy: userId,
        revisionBefore: revision,
        operations: read,
        said: sayOperations(before, read),
      });
      return found(await this.queries.automation(organizationId, automationId, manager), 'automation');
    });
    await this.announcer.announce([topics.automation(automationId)]);
    return draftOf(row);
  }

  async check(caller: Caller, automationId: string): Promise<CheckReport> {
    const { row, compiled, catalogue } = await this.compiled(caller, automationId);
    const problems = compiled.ok ? compiled.warnings : compiled.problems;
    return { ok: compiled.ok, problems: shownProblems(problems, row, catalogue) };
  }

  /** Why the draft was refused, with how a run would come to each problem. */
  async refusal(caller: Caller, automationId: string, error: AutomationInvalidError) {
    const { row, catalogue } = await this.compiled(caller, automationId);
    return new DrawingInvalidError(error.message, shownProblems(error.problems, row, catalogue));
  }

  /** The draft against what its course offers now. */
  async compiled({ organizationId }: Caller, automationId: string): Promise<CompiledDraft> {
    const row = found(await this.queries.automation(organizationId, automationId), 'automation');
    const catalogue = await this.queries.catalogue(organizationId, row);
    return { row, catalogue, compiled: compile(row.draft_definition, catalogue, 'draft') };
  }
}

function readOperation(given: unknown, index: number): Operation {
  const operation = Operation.safeParse(given);
  if (operation.success) return operation.data;
  const [issue] = operation.error.issues;
  const sentence = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not right'}`.replace(/^: /, '');
  throw new OperationUnfitError(index, 'operation.malformed', sentence);
}

function applied(document: FlowDocument, operations: readonly Operation[]): FlowDocument {
  try {
    return applyOperations(document, operations).document;
  } catch (error) {
    if (!(error instanceof OperationRefusedError)) throw error;
    throw new OperationUnfitError(firstRefused(document, operations), error.code, error.message);
  }
}

/** Which of them it was. */
function firstRefused(document: FlowDocument, operations: readonly Operation[]): number {
  let now = document;
  return operations.findIndex((operation) => {
    try {
      now = applyOperation(now, operation).document;
      return false;
    } catch {
      return true;
    }
  });
}

/** Unfinished drawings may be saved, but what is saved is always a drawing. */
function requireDrawing({ definition, layout }: FlowDocument, index: number): void {
  const issue = [Definition.safeParse(definition), Layout.safeParse(layout)].flatMap(
    ({ error }) => error?.issues ?? [],
  )[0];
  if (issue)
    throw new OperationUnfitError(index, 'operation.malformed', `${issue.path.join('.')}: ${issue.message}`);
}
