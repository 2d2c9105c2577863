import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RunStartedOver, StartRunOver } from '@gradus/contracts';
import { Plans, startRunOver } from '@gradus/database';
import { topics } from '@gradus/events';
import { runBell } from '@gradus/temporal';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { doneBefore, recordAudit, requestEntry } from '../audit/record-audit.ts';
import { RunAlreadyStartedOverError, RunNotFinishedError, StartOverStepError } from './run-errors.ts';

interface EndedRun {
  automation_id: string;
  finished_at: Date | null;
}

/** A run that has ended, gone through once more as a run of its own. */
@Injectable()
export class StartOverService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly plans: Plans,
    private readonly announcer: Announcer,
  ) {}

  /** @throws RunNotFinishedError, RunAlreadyStartedOverError, StartOverStepError */
  async startOver(
    caller: Caller,
    runId: string,
    { stepId, effects, reason }: StartRunOver,
    key: string,
  ): Promise<RunStartedOver> {
    const { organizationId } = caller;
    const entry = requestEntry(caller, key, {
      action: 'run.started-over',
      subjectKind: 'run',
      subjectId: runId,
    });
    const started = await this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<EndedRun[]>(
        'SELECT automation_id, finished_at FROM runs WHERE id = $1 AND organization_id = $2 FOR NO KEY UPDATE',
        [runId, organizationId],
      );
      const ended = found(row, 'run');
      const before = await doneBefore(manager, entry);
      if (before) return { newRunId: String(before['newRunId']), automationId: ended.automation_id };
      if (ended.finished_at === null) throw new RunNotFinishedError();
      const newRunId = randomUUID();
      const outcome = await startRunOver(manager, this.plans, { runId, newRunId, stepId, effects });
      if (outcome === 'inside') throw new RunAlreadyStartedOverError();
      if (outcome === 'step-missing') throw new StartOverStepError();
      const data = { newRunId, stepId, effects };
      await recordAudit(manager, { ...entry, reason, data });
      return { newRunId, automationId: ended.automation_id };
    });
    await this.announcer.announce(
      [topics.run(runId), topics.automation(started.automationId)],
      runBell(started.newRunId),
    );
    return { runId: started.newRunId };
  }
}
