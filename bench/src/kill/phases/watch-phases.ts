import { setTimeout as pause } from 'node:timers/promises';
import { BELL, runWorkflowId } from '@gradus/contracts/processes';
import { type Part, type Phase, type Scene, setFault, until } from './phase.ts';

const WAIT_SECONDS = 12;

/** A phase whose moment shows in the database: asked every few milliseconds, and the worker killed at the first yes. */
function watchPhase(name: string, part: Part, sql: string, seconds = WAIT_SECONDS): Phase {
  const strike = async (scene: Scene) => {
    const met = await until(async () => (await scene.stage.db.query(sql)).rows.length > 0, seconds, 2);
    await scene.kill();
    return met;
  };
  return { name, part, strike };
}

/** A phase on the wire: a stand-in is told to be slow, so that there is time to be killed in. */
function slowPhase(name: string, url: (scene: Scene) => string, fault: object, sql: string): Phase {
  const strike = async (scene: Scene) => {
    const { db } = scene.stage;
    await setFault(url(scene), fault);
    try {
      const met = await until(async () => (await db.query(sql)).rows.length > 0, WAIT_SECONDS);
      await scene.kill();
      return met;
    } finally {
      await setFault(url(scene), {});
    }
  };
  return { name, part: 'studying', strike };
}

/** Every commit is made to take a tenth of a second, so that the worker can be killed while one is under way. */
const committing: Phase = {
  name: 'a COMMIT of the worker under way',
  part: 'studying',
  async strike({ stage: { db }, kill }) {
    await db.query(`ALTER SYSTEM SET commit_delay = 100000`);
    await db.query(`ALTER SYSTEM SET commit_siblings = 0`);
    await db.query('SELECT pg_reload_conf()');
    const sql = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'gradus worker' AND state = 'active' AND query = 'COMMIT'`;
    try {
      const met = await until(async () => (await db.query(sql)).rows.length > 0, WAIT_SECONDS, 1);
      await kill();
      return met;
    } finally {
      await db.query('ALTER SYSTEM RESET commit_delay');
      await db.query('ALTER SYSTEM RESET commit_siblings');
      await db.query('SELECT pg_reload_conf()');
    }
  },
};

/** One run is rung until its history is long; the worker dies just when it has begun a new one. */
const continuingAsNew: Phase = {
  name: 'run continued as new',
  part: 'studying',
  async strike({ stage: { db }, temporal, kill }) {
    const { rows } = await db.query<{ id: string }>(
      `SELECT id FROM runs WHERE finished_at IS NULL AND wake_at > clock_timestamp()
        ORDER BY attended_at DESC NULLS LAST LIMIT 2`,
    );
    const handles = rows.map(({ id }) => temporal.workflow.getHandle(runWorkflowId(id)));
    const runOf = async (handle: (typeof handles)[number]) => (await handle.describe()).runId;
    const firsts = await Promise.all(handles.map(runOf));
    let rung = 0;
    const met = await until(
      async () => {
        // Not without pause: a run that is rung all the time is not idle and goes on.
        if (Date.now() - rung > 400) {
          rung = Date.now();
          await Promise.all(handles.map((handle) => handle.signal(BELL)));
        }
        return (await Promise.all(handles.map(runOf))).some((runId, at) => runId !== firsts[at]);
      },
      60,
      40,
    );
    await kill();
    return met;
  },
};

const starting: Phase = {
  name: 'worker while it starts',
  part: 'studying',
  async strike({ stage, kill }) {
    await kill();
    stage.worker.start();
    await pause(700);
    await kill();
    return true;
  },
};

const idle: Phase = {
  name: 'no transaction of the worker open',
  part: 'studying',
  async strike({ stage: { db }, kill }) {
    const sql = `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity
                   WHERE application_name = 'gradus worker' AND state <> 'idle')`;
    const met = await until(async () => (await db.query(sql)).rows.length > 0, WAIT_SECONDS);
    await kill();
    return met;
  },
};

/** Moments that show in rows, on the wire or in Temporal. */
export const watchPhases: Phase[] = [
  watchPhase(
    'paid, the waiting enrolment not yet rung',
    'enrolling',
    `SELECT 1 FROM orders o JOIN enrollments e ON e.id = o.enrollment_id
      WHERE o.state = 'paid' AND e.state = 'pending'`,
  ),
  watchPhase(
    'inbox row there, nobody has looked',
    'finishing',
    `SELECT 1 FROM inbox i JOIN waits w ON w.run_id = i.run_id AND w.event_type = i.type
      WHERE i.taken_at IS NULL AND i.created_at > clock_timestamp() - interval '2 seconds'`,
    25,
  ),
  committing,
  slowPhase(
    'mail on the wire: DATA sent, not yet accepted',
    ({ stage }) => stage.mailUrl,
    { delayMs: 2_500 },
    `SELECT 1 FROM messages WHERE state = 'claimed'
        AND claimed_until BETWEEN clock_timestamp() + interval '42 seconds' AND clock_timestamp() + interval '44 seconds'`,
  ),
  slowPhase(
    'grading claimed, call on the wire',
    ({ stage }) => stage.aiUrl,
    { latencyMs: 3_000 },
    `SELECT 1 FROM effects WHERE kind = 'grade' AND state = 'claimed'
        AND claimed_until BETWEEN clock_timestamp() + interval '72.5 seconds' AND clock_timestamp() + interval '74 seconds'`,
  ),
  continuingAsNew,
  starting,
  idle,
  watchPhase(
    // Planning, claiming and writing the row are one turn: from outside, the process that nobody attends is the first sign.
    'certificate to be signed, nobody attends to it yet',
    'finishing',
    `SELECT 1 FROM processes WHERE kind = 'issueCertificate' AND state = 'open' AND attended_at IS NULL`,
    90,
  ),
];
