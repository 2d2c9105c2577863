import type { Client } from '@temporalio/client';
import { BELL, type ProcessKind, processWorkflowId, runWorkflowId } from '@gradus/contracts';

export interface BellTarget {
  workflowType: string;
  workflowId: string;
  input: object;
}

export const runBell = (runId: string): BellTarget => ({
  workflowType: 'runAutomation',
  workflowId: runWorkflowId(runId),
  input: { runId },
});

export const processBell = (kind: ProcessKind, processId: string): BellTarget => ({
  workflowType: kind,
  workflowId: processWorkflowId(kind, processId),
  input: { processId },
});

/**
 * Rings workflows. A bell is always signal-with-start and always empty: what it announces is already a row, so a bell
 * too many changes nothing and a bell that is lost is made up for by the sweep.
 */
export class Bells {
  readonly #client: Client;
  readonly #taskQueue: string;
  readonly #onFailure: (target: BellTarget, error: unknown) => void;

  constructor(
    client: Client,
    taskQueue: string,
    onFailure: (target: BellTarget, error: unknown) => void = () => {},
  ) {
    this.#client = client;
    this.#taskQueue = taskQueue;
    this.#onFailure = onFailure;
  }

  /** Rings or throws. */
  async ring(target: BellTarget): Promise<void> {
    await this.#client.withDeadline(Date.now() + 4_000, () =>
      this.#client.workflow.signalWithStart(target.workflowType, {
        taskQueue: this.#taskQueue,
        workflowId: target.workflowId,
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        args: [target.input],
        signal: BELL,
        signalArgs: [],
      }),
    );
  }

  /** Whether Temporal answers at all: a bell that cannot be rung may be the trouble of its workflow alone. */
  async answers(): Promise<boolean> {
    try {
      await this.#client.withDeadline(Date.now() + 2_000, () =>
        this.#client.workflowService.getSystemInfo({}),
      );
      return true;
    } catch {
      return false;
    }
  }

  /** Rings if Temporal is there; if not, the worker's sweep will. Never throws: for use after a commit. */
  async tryRing(...targets: BellTarget[]): Promise<void> {
    await Promise.all(
      targets.map((target) => this.ring(target).catch((error: unknown) => this.#onFailure(target, error))),
    );
  }
}
