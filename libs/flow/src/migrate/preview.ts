import type { Move } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import type { MigrationPlan } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import type { NextVersion, RunState, TokenStatus } from '../model/state.ts';
import { stepOf, withVersions } from '../model/versions.ts';
import { reduce } from '../turn/reduce.ts';

/** Where somebody is, and when time alone moves them on. */
export interface Place {
  versionId: string;
  stepId: StepId;
  title: string;
  status: TokenStatus;
  until: Instant | null;
  /** What is to happen when they leave it. */
  next: NextVersion | null;
}

/** What publishing would do to one run, were it done now. */
export interface MigrationPreview {
  before: Place[];
  after: Place[];
  moves: Move[];
  /** Mails, modules and other effects that would follow at once. */
  mails: number;
  opens: string[];
  effects: number;
  /** How the run would end, if it would. */
  ends: string | null;
}

function placesOf(plan: Plan, state: RunState): Place[] {
  return state.tokens.map((token) => ({
    versionId: token.versionId,
    stepId: token.stepId,
    title: stepOf(plan, token)?.step.title ?? token.stepId,
    status: token.status,
    until: token.deadline,
    next: token.next ?? null,
  }));
}

/**
 * Takes a run over to another version as the live run would be, and says what comes of it; nothing is kept.
 *
 * @param plan - The run's own, with those of the other versions it stands on beside it.
 */
export function previewMigration(
  plan: Plan,
  state: RunState,
  { to, migration }: { to: Plan; migration: MigrationPlan },
  facts: Facts,
  now: Instant,
): MigrationPreview {
  const both = withVersions(plan, [...Object.values(plan.beside ?? {}), to]);
  const input = {
    kind: 'migrate' as const,
    at: now,
    id: 'preview',
    versionId: to.versionId,
    plan: migration,
  };
  const { state: after, commands } = reduce(both, state, input, facts, now);
  const answered = commands.find((command) => command.type === 'answered');
  return {
    before: placesOf(both, state),
    after: placesOf(both, after),
    moves: answered?.moves ?? [],
    mails: commands.filter(({ type }) => type === 'message').length,
    opens: commands.flatMap((command) => (command.type === 'release' ? [command.module] : [])),
    effects: commands.filter(({ type }) => type === 'effect').length,
    ends: state.finished === null ? (after.finished?.outcome ?? null) : null,
  };
}
