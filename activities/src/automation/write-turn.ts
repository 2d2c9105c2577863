import { type Plan, type RunState, saveState, sleepUntil, versionsOf, waitsOf } from '@gradus/flow';
import { type Asks, type Prepared, type Standing, unlockChanges, writeUnlockChanges } from '@gradus/database';
import type { LockedRun } from './locked-run.ts';
import { hasBegun } from './pending.ts';
import type { Played } from './play.ts';
import { writeVisitMigrations } from '../migrations/write-visit-migrations.ts';
import { conditionOf, writeStepRuns } from './writing/write-steps.ts';
import { writeStory } from './writing/write-story.ts';

const WRITE_RUN: Prepared = {
  name: 'write-run',
  text: `
UPDATE runs SET state = $2, trail = $10, condition = $3, wake_at = $4, event_seq = $5, attended_at = clock_timestamp(), sweep_attempts = 0,
       sweep_at = NULL, outcome = $6, finished_at = COALESCE(finished_at, $7), version_id = $8, beside_version_ids = $9
 WHERE id = $1`,
};

/** Sends all that a turn decided about the run itself: visits, story, waits and the row. */
export function writeTurn(asks: Asks, run: LockedRun, plan: Plan, played: Played): void {
  writeStepRuns(asks, run, played.commands);
  writeVisitMigrations(asks, run, played.commands);
  const eventSeq = writeStory(asks, run, played.commands);
  tickOff(asks, played);
  replaceWaits(asks, run, plan, played);
  const versionId = versionOf(run, played.state);
  const wake = played.state.finished ? null : sleepUntil(played.state);
  const saved = saveState(played.state, run);
  void asks.ask(WRITE_RUN, [
    run.id,
    JSON.stringify(saved.state),
    conditionOf(played.state),
    wake === null ? null : run.clock.toReal(wake),
    eventSeq,
    (played.state.finished ?? played.state.ending)?.outcome ?? null,
    played.state.finished ? run.now : null,
    versionId,
    versionsOf(played.state).filter((id) => id !== versionId),
    saved.trail,
  ]);
}

/** The version a run counts for: the one it came on, until nobody of it stands there any more. */
function versionOf(run: LockedRun, { tokens }: RunState): string {
  const stays = tokens.length === 0 || tokens.some(({ versionId }) => versionId === run.versionId);
  return stays ? run.versionId : (tokens[0]?.versionId ?? run.versionId);
}

/** Sends the dates of the modules that are still to open, for a run of an enrollment. */
export function writeDates(
  asks: Asks,
  run: LockedRun,
  plan: Plan,
  standing: Standing,
  { commands, state, facts }: Pick<Played, 'commands' | 'state' | 'facts'>,
): void {
  const { enrollmentId, organizationId } = run;
  if (!enrollmentId) return;
  const changes = unlockChanges(plan, state, { ...standing, facts }, run.clock, run.now);
  const released = new Set(
    commands.flatMap((c) => (c.type === 'release' ? [standing.modules.get(c.module)?.id] : [])),
  );
  const gone = changes.gone.filter((id) => !released.has(id));
  void writeUnlockChanges(asks, { organizationId, enrollmentId }, { ...changes, gone }).catch(() => {});
}

/** Marks the rows that were taken, with the operator's answer or the reason why a row was set aside. */
function tickOff(asks: Asks, played: Played): void {
  const answers = new Map(
    played.commands.flatMap((c) =>
      c.type === 'answered' ? [[c.id, { accepted: c.accepted, detail: c.detail, moves: c.moves }]] : [],
    ),
  );
  const inbox: Array<{ id: string; outcome: unknown }> = [];
  const fed: Record<'effects' | 'messages', string[]> = { effects: [], messages: [] };
  for (const { input, row } of played.taken) {
    if (row?.table === 'inbox')
      inbox.push({ id: row.id, outcome: 'id' in input ? answers.get(input.id) : null });
    else if (row && !row.fed) fed[row.table].push(row.id);
  }
  for (const { pending, problem } of played.poisoned) {
    const row = pending?.row;
    if (row?.table === 'inbox')
      inbox.push({ id: row.id, outcome: { error: true, accepted: false, detail: problem } });
    else if (row && !row.fed) fed[row.table].push(row.id);
  }
  if (inbox.length > 0)
    void asks.ask(
      `UPDATE inbox SET taken_at = clock_timestamp(), outcome = t.outcome
         FROM jsonb_to_recordset($1::jsonb) AS t(id bigint, outcome jsonb) WHERE inbox.id = t.id`,
      [JSON.stringify(inbox)],
    );
  for (const [table, ids] of Object.entries(fed))
    if (ids.length > 0)
      void asks.ask(`UPDATE ${table} SET fed_at = clock_timestamp() WHERE id = ANY($1)`, [ids]);
}

/** Makes the table say what the run listens to now; rows that stay are not touched. */
function replaceWaits(asks: Asks, run: LockedRun, plan: Plan, played: Played): void {
  // Of a run that had not begun nothing is written, though it would be ended by its events.
  const before = run.state.finished || !hasBegun(run.state) ? [] : waitsOf(plan, run.state);
  const after = played.state.finished ? [] : waitsOf(plan, played.state);
  const name = (wait: { stepId: string; visit: number; eventType: string }) =>
    JSON.stringify([wait.stepId, wait.visit, wait.eventType]);
  const known = new Set(before.map(name));
  const wanted = new Set(after.map(name));
  const gone = before.filter((wait) => !wanted.has(name(wait)));
  const fresh = after.filter((wait) => !known.has(name(wait)));
  if (gone.length > 0)
    void asks.ask(
      `DELETE FROM waits w USING jsonb_to_recordset($2::jsonb) AS g("stepId" text, visit int, "eventType" text)
        WHERE w.run_id = $1 AND w.step_id = g."stepId" AND w.visit = g.visit AND w.event_type = g."eventType"`,
      [run.id, JSON.stringify(gone)],
    );
  if (fresh.length > 0)
    void asks.ask(
      `INSERT INTO waits (run_id, step_id, visit, event_type, organization_id, user_id)
       SELECT $1, f."stepId", f.visit, f."eventType", $3, $4
         FROM jsonb_to_recordset($2::jsonb) AS f("stepId" text, visit int, "eventType" text)
       ON CONFLICT DO NOTHING`,
      [run.id, JSON.stringify(fresh), run.organizationId, run.userId],
    );
}
