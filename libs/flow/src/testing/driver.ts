import type { Command } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import type { Input, OperatorCommand } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { MigrationPlan } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState } from '../model/state.ts';
import { withVersions } from '../model/versions.ts';
import { withCommands } from '../learner/with-commands.ts';
import { initialState } from '../model/initial-state.ts';
import { nextInput } from '../turn/next-input.ts';
import { reduce } from '../turn/reduce.ts';
import { ENROLLED, newcomer } from './learner.ts';

/** The smallest driver there is: what a live run does, without a database. */
export class Driver {
  plan: Plan;
  state: RunState;
  facts: Facts;
  readonly commands: Command[] = [];
  #pending: Array<Input & { row: number }> = [];
  #rows = 0;
  #lastId = 0;

  constructor(plan: Plan, facts: Facts = newcomer(), startedAt: Instant = ENROLLED, runId = 'run') {
    this.plan = plan;
    this.facts = facts;
    this.state = initialState(runId, startedAt);
    this.queue({ kind: 'started', at: startedAt });
    this.advance(startedAt);
  }

  /** Puts an input where `advance` will find it. */
  queue(input: Input): void {
    this.#pending.push({ ...input, row: (this.#rows += 1) });
  }

  /** Takes all that is due at `now`, in order; answers the commands of this turn. */
  advance(now: Instant): Command[] {
    const before = this.commands.length;
    for (;;) {
      const input = nextInput(this.state, this.#pending, now);
      if (input === null) return this.commands.slice(before);
      if ('row' in input) this.#pending = this.#pending.filter(({ row }) => row !== input.row);
      const { state, commands } = reduce(this.plan, this.state, input, this.facts, now);
      this.state = state;
      this.facts = withCommands(this.facts, commands);
      this.commands.push(...commands);
    }
  }

  event(type: string, at: Instant, data: Record<string, string | number | boolean> = {}): Command[] {
    this.queue({ kind: 'event', at, id: `e${(this.#lastId += 1)}`, type, data });
    return this.advance(at);
  }

  command(command: OperatorCommand, at: Instant): Command[] {
    this.queue({ kind: 'command', at, id: `c${(this.#lastId += 1)}`, command });
    return this.advance(at);
  }

  /** Takes the run over to this version, as this plan says. */
  migrate(to: Plan, migration: Partial<MigrationPlan>, at: Instant): Command[] {
    const { beside = {}, ...own } = this.plan;
    this.plan = withVersions(own, [...Object.values(beside), to]);
    const plan: MigrationPlan = { scope: 'now', steps: {}, spreadMinutes: 60, ...migration };
    this.queue({ kind: 'migrate', at, id: `m${(this.#lastId += 1)}`, versionId: to.versionId, plan });
    return this.advance(at);
  }

  effect(
    key: string,
    outcome: 'done' | 'refused' | 'unknown',
    at: Instant,
    message = 'It said no.',
  ): Command[] {
    const detail = outcome === 'done' ? null : { code: 'provider.no', message };
    this.queue({ kind: 'effect', at, key, outcome, detail });
    return this.advance(at);
  }

  /** Where the run is: `step` or `step blocked`, or its outcome. */
  get place(): string {
    if (this.state.finished !== null) return this.state.finished.outcome;
    return this.state.tokens
      .map(({ stepId, status }) => (status === 'waiting' ? stepId : `${stepId} ${status}`))
      .join(', ');
  }

  /** Every step left so far, as `step:port@instant`. */
  get trail(): string[] {
    return this.commands.flatMap((command) =>
      command.type === 'left' ? [`${command.stepId}:${command.port}@${command.at}`] : [],
    );
  }

  /** The commands of one type so far. */
  only<T extends Command['type']>(type: T): Array<Extract<Command, { type: T }>> {
    return this.commands.filter((command): command is Extract<Command, { type: T }> => command.type === type);
  }
}
