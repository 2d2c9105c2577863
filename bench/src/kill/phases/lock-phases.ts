import type pg from 'pg';
import { type Part, type Phase, type Scene, setFault, until } from './phase.ts';

/** How long the moment is waited for. One lock is held for three of them at most, then taken anew. */
const WAIT_SECONDS = 12;
/** Certificates come one by one. */
const WAIT_FOR_CERTIFICATE_SECONDS = 60;

interface LockPhase {
  name: string;
  part: Part;
  /** Taken on a connection of ours, so that the worker stops exactly before the statement. */
  lock: string | ((scene: Scene, holder: pg.PoolClient) => Promise<boolean>);
  /** A part of the statement at which the worker must be seen waiting. */
  at: string;
  /** Further condition on the waiting backend `a`. */
  and?: string;
  /** The statement that waits is lost with the worker; otherwise the database carries it out after the death. */
  lost: boolean;
  /** How long the moment is waited for; left out: as long as most phases need. */
  waitSeconds?: number;
}

/** A phase that is met by holding a lock: the worker waits at a known statement and is killed there. */
export function lockPhase({ name, part, lock, at, and = 'true', lost, waitSeconds }: LockPhase): Phase {
  const seconds = waitSeconds ?? (part === 'finishing' ? WAIT_FOR_CERTIFICATE_SECONDS : WAIT_SECONDS);
  const strike = async (scene: Scene): Promise<boolean> => {
    const { db } = scene.stage;
    const holder = await db.connect();
    try {
      let met = false;
      const end = Date.now() + seconds * 1_000;
      while (!met && Date.now() < end) {
        await holder.query(`BEGIN; SET LOCAL lock_timeout = '4s'`);
        const taken = await take(lock, scene, holder).catch(() => false);
        met = taken && (await until(() => waits(db, at, and), 3));
        if (!met) await holder.query('ROLLBACK');
      }
      await scene.kill();
      if (lost) await endBackends(db);
      return met;
    } finally {
      await holder.query('ROLLBACK').catch(() => {});
      holder.release();
    }
  };
  return { name, part, strike };
}

async function take(lock: LockPhase['lock'], scene: Scene, holder: pg.PoolClient): Promise<boolean> {
  if (typeof lock === 'function') return lock(scene, holder);
  await holder.query(lock);
  return true;
}

async function waits(db: pg.Pool, at: string, and: string): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT 1 FROM pg_stat_activity a WHERE a.application_name = 'gradus worker' AND a.wait_event_type = 'Lock'
        AND position($1 IN a.query) > 0 AND ${and} LIMIT 1`,
    [at],
  );
  return rows.length > 0;
}

/** What the dead worker had sent and PostgreSQL had not begun is gone, as when its machine goes down. */
async function endBackends(db: pg.Pool): Promise<void> {
  await db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gradus worker'`,
  );
}

const locked = (table: string, mode: 'SHARE' | 'ACCESS EXCLUSIVE' = 'SHARE') =>
  `LOCK TABLE ${table} IN ${mode} MODE`;

/** Takes the enrollments of runs that are due: their turns lock the run, then wait for us. */
async function lockDueEnrollments(_scene: Scene, holder: pg.PoolClient): Promise<boolean> {
  const { rows } = await holder.query(
    `SELECT e.id FROM runs r JOIN enrollments e ON e.id = r.enrollment_id
      WHERE r.finished_at IS NULL AND r.wake_at < clock_timestamp() + interval '2 seconds'
      ORDER BY r.wake_at DESC LIMIT 40 FOR UPDATE OF e SKIP LOCKED`,
  );
  return rows.length > 0;
}

/** Locks the messages while a mail is on its way: the mail server takes long enough for that to accept it. */
async function lockMessagesInFlight({ stage }: Scene, holder: pg.PoolClient): Promise<boolean> {
  await setFault(stage.mailUrl, { delayMs: 500 });
  try {
    const sql = `SELECT 1 FROM messages WHERE state = 'claimed'
                    AND claimed_until > clock_timestamp() + interval '44.8 seconds'`;
    if (!(await until(async () => (await stage.db.query(sql)).rows.length > 0, 4))) return false;
    await holder.query(locked('messages'));
    return true;
  } finally {
    await setFault(stage.mailUrl, {});
  }
}

const HOLDS_A_RUN = `EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.relation = 'runs'::regclass
  AND l.mode = 'RowShareLock')`;

/** Moments of transactions: before a statement was carried out, with all that came before it in the transaction. */
export const lockPhases: Phase[] = [
  lockPhase({
    name: 'checkout made at the provider, order without it',
    part: 'enrolling',
    lock: locked('orders'),
    at: 'UPDATE orders SET session_id',
    lost: true,
  }),
  lockPhase({
    name: 'paid at the provider, order not yet paid',
    part: 'enrolling',
    lock: locked('orders'),
    at: `UPDATE orders SET state = 'paid'`,
    lost: true,
  }),
  lockPhase({
    name: 'paid, right not yet given',
    part: 'enrolling',
    lock: locked('entitlements'),
    at: 'INSERT INTO entitlements',
    lost: false,
  }),
  lockPhase({
    name: 'run row locked, nothing read yet',
    part: 'studying',
    lock: lockDueEnrollments,
    at: 'FROM enrollments WHERE id = $1 FOR NO KEY UPDATE',
    and: HOLDS_A_RUN,
    lost: false,
  }),
  lockPhase({
    name: 'turn: module not yet released',
    part: 'studying',
    lock: locked('module_unlocks'),
    at: 'INSERT INTO module_unlocks',
    lost: true,
  }),
  lockPhase({
    name: 'turn: visits written, story not',
    part: 'studying',
    lock: locked('run_turns'),
    at: 'INSERT INTO run_turns',
    lost: false,
  }),
  lockPhase({
    name: 'turn committed, second look not yet taken',
    part: 'studying',
    lock: locked('inbox', 'ACCESS EXCLUSIVE'),
    at: 'IS NOT NULL AS finished',
    lost: true,
  }),
  lockPhase({
    name: 'event being routed, inbox row not yet written',
    part: 'studying',
    lock: locked('inbox'),
    at: 'INSERT INTO inbox',
    lost: false,
  }),
  lockPhase({
    name: 'message claimed, before the mail server is called',
    part: 'studying',
    lock: locked('memberships', 'ACCESS EXCLUSIVE'),
    at: "FROM messages WHERE id = $3 AND state = 'claimed'",
    lost: true,
  }),
  lockPhase({
    name: 'mail accepted, not yet marked done',
    part: 'studying',
    lock: lockMessagesInFlight,
    at: `UPDATE messages SET state = 'done'`,
    lost: true,
  }),
  lockPhase({
    name: 'AI has answered, answer not yet kept',
    part: 'studying',
    lock: locked('ai_calls'),
    at: 'INSERT INTO ai_calls',
    lost: true,
  }),
  lockPhase({
    name: 'AI answer kept, no proposal yet',
    part: 'studying',
    lock: locked('grade_proposals'),
    at: 'INSERT INTO grade_proposals',
    lost: true,
  }),
  lockPhase({
    name: 'grade being released',
    part: 'studying',
    lock: locked('grades'),
    at: 'INSERT INTO grades',
    lost: false,
  }),
  lockPhase({
    name: 'turn: certificate planned and claimed, no credential row',
    part: 'finishing',
    lock: locked('credentials'),
    at: 'INSERT INTO credentials',
    lost: true,
  }),
  lockPhase({
    name: 'credential signed, not yet written',
    part: 'finishing',
    lock: locked('credentials'),
    at: `UPDATE credentials SET state = 'issued'`,
    lost: true,
  }),
];
