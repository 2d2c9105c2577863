import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A turn writes less. The story is one row a turn, in short form, and `run_events` the view that tells it line by line. What
 * changes with every turn or mail is in no index of the wide rows any more, so that they are changed in place (HOT): when a
 * run is due is kept in `run_wakes`, which mail is due in `due_messages`, both by triggers, so that they cannot disagree with
 * the rows they point at.
 */
export class CheaperTurns1764580000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ALONE);
    for (const statement of [...STORY, ...WAKES, ...MAIL, ...VISITS, ...LOCKS]) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

/** Processes of before may still be at work: what they wrote between a copy and its trigger would be lost. */
const ALONE = 'LOCK TABLE runs, run_events, messages, step_runs IN ACCESS EXCLUSIVE MODE';

const STORY = [
  `CREATE TABLE "run_turns" ("run_id" uuid NOT NULL, "seq" integer NOT NULL, "organization_id" uuid NOT NULL, "real_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "events" jsonb NOT NULL, CONSTRAINT "PK_e9ffae7a5a74daf1d60e82dad79" PRIMARY KEY ("run_id", "seq"))`,
  `INSERT INTO run_turns (run_id, seq, organization_id, real_at, events)
   SELECT run_id, seq, organization_id, real_at, jsonb_build_array(jsonb_build_array(
            type, step_id, (EXTRACT(EPOCH FROM at) * 1000)::bigint, data)) FROM run_events`,
  `DROP TABLE run_events`,
  `ALTER TABLE "run_turns" ADD CONSTRAINT "FK_4d71687c4d395140231e78a8204" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  // A turn's number is that of its last line.
  `CREATE VIEW run_events AS
   SELECT t.organization_id, t.run_id, (t.seq - jsonb_array_length(t.events) + e.line)::integer AS seq,
          (e.event->>0)::varchar(40) AS type, (e.event->>1)::varchar(64) AS step_id,
          to_timestamp((e.event->>2)::bigint / 1000.0) AS at, t.real_at, e.event->3 AS data
     FROM run_turns t CROSS JOIN LATERAL jsonb_array_elements(t.events) WITH ORDINALITY AS e(event, line)`,
];

const WAKES = [
  `CREATE TABLE "run_wakes" ("wake_at" TIMESTAMP WITH TIME ZONE NOT NULL, "run_id" uuid NOT NULL, CONSTRAINT "PK_run_wakes" PRIMARY KEY ("wake_at", "run_id"))`,
  `INSERT INTO run_wakes (wake_at, run_id) SELECT wake_at, id FROM runs WHERE finished_at IS NULL AND wake_at IS NOT NULL`,
  `CREATE FUNCTION keep_run_wakes() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     was timestamptz; wants timestamptz;
   BEGIN
     IF TG_OP <> 'INSERT' AND OLD.finished_at IS NULL THEN was := OLD.wake_at; END IF;
     IF TG_OP <> 'DELETE' AND NEW.finished_at IS NULL THEN wants := NEW.wake_at; END IF;
     IF was IS NULL AND wants IS NOT NULL THEN
       INSERT INTO run_wakes (wake_at, run_id) VALUES (wants, NEW.id);
     ELSIF was IS NOT NULL AND wants IS NULL THEN
       DELETE FROM run_wakes WHERE wake_at = was AND run_id = OLD.id;
     ELSIF was <> wants THEN
       UPDATE run_wakes SET wake_at = wants WHERE wake_at = was AND run_id = OLD.id;
       IF NOT FOUND THEN INSERT INTO run_wakes (wake_at, run_id) VALUES (wants, NEW.id) ON CONFLICT DO NOTHING; END IF;
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER keep_run_wakes AFTER INSERT OR DELETE ON runs FOR EACH ROW EXECUTE FUNCTION keep_run_wakes()`,
  `CREATE TRIGGER change_run_wakes AFTER UPDATE ON runs FOR EACH ROW
     WHEN (OLD.wake_at IS DISTINCT FROM NEW.wake_at OR OLD.finished_at IS DISTINCT FROM NEW.finished_at)
     EXECUTE FUNCTION keep_run_wakes()`,
  `DROP INDEX "IDX_ae2a58e30ce75183987e54e9ec"`,
  `ALTER TABLE runs SET (fillfactor = 60)`,
];

const MAIL = [
  `CREATE TABLE "due_messages" ("due_at" TIMESTAMP WITH TIME ZONE NOT NULL, "message_id" uuid NOT NULL, CONSTRAINT "PK_due_messages" PRIMARY KEY ("due_at", "message_id"))`,
  `CREATE TABLE "troubled_messages" ("organization_id" uuid NOT NULL, "message_id" uuid NOT NULL, CONSTRAINT "PK_troubled_messages" PRIMARY KEY ("organization_id", "message_id"))`,
  `CREATE TABLE "untold_messages" ("settled_at" TIMESTAMP WITH TIME ZONE NOT NULL, "message_id" uuid NOT NULL, CONSTRAINT "PK_untold_messages" PRIMARY KEY ("settled_at", "message_id"))`,
  `INSERT INTO troubled_messages (organization_id, message_id) SELECT organization_id, id FROM messages
    WHERE state IN ('refused', 'unknown') OR state IN ('planned', 'claimed') AND problem_code IS NOT NULL`,
  `INSERT INTO untold_messages (settled_at, message_id)
   SELECT settled_at, id FROM messages WHERE awaited AND fed_at IS NULL AND settled_at IS NOT NULL`,
  `INSERT INTO due_messages (due_at, message_id)
   SELECT next_attempt_at, id FROM messages WHERE state IN ('planned', 'claimed') AND held_at IS NULL`,
  `CREATE FUNCTION mark_message() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     troubled boolean := NEW.state IN ('refused', 'unknown') OR NEW.state IN ('planned', 'claimed') AND NEW.problem_code IS NOT NULL;
     untold timestamptz := CASE WHEN NEW.awaited AND NEW.fed_at IS NULL THEN NEW.settled_at END;
   BEGIN
     IF troubled THEN
       INSERT INTO troubled_messages (organization_id, message_id) VALUES (NEW.organization_id, NEW.id) ON CONFLICT DO NOTHING;
     ELSE
       DELETE FROM troubled_messages WHERE organization_id = NEW.organization_id AND message_id = NEW.id;
     END IF;
     IF TG_OP = 'UPDATE' AND OLD.settled_at IS DISTINCT FROM untold THEN
       DELETE FROM untold_messages WHERE settled_at = OLD.settled_at AND message_id = NEW.id;
     END IF;
     IF untold IS NOT NULL THEN
       INSERT INTO untold_messages (settled_at, message_id) VALUES (untold, NEW.id) ON CONFLICT DO NOTHING;
     END IF;
     RETURN NULL;
   END $$`,
  // What goes well passes by these; a row that is nobody's trouble is not even looked at.
  `CREATE TRIGGER mark_new_message AFTER INSERT ON messages FOR EACH ROW
     WHEN (NEW.state IN ('refused', 'unknown') OR NEW.problem_code IS NOT NULL OR NEW.awaited) EXECUTE FUNCTION mark_message()`,
  `CREATE TRIGGER mark_message AFTER UPDATE ON messages FOR EACH ROW
     WHEN (NEW.state IN ('refused', 'unknown') OR OLD.state IN ('refused', 'unknown')
        OR NEW.problem_code IS NOT NULL OR OLD.problem_code IS NOT NULL OR NEW.awaited OR OLD.awaited)
     EXECUTE FUNCTION mark_message()`,
  `CREATE FUNCTION keep_due_messages() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     was timestamptz; wants timestamptz;
   BEGIN
     IF TG_OP <> 'INSERT' AND OLD.state IN ('planned', 'claimed') AND OLD.held_at IS NULL THEN was := OLD.next_attempt_at; END IF;
     IF TG_OP <> 'DELETE' AND NEW.state IN ('planned', 'claimed') AND NEW.held_at IS NULL THEN wants := NEW.next_attempt_at; END IF;
     IF was IS NULL AND wants IS NOT NULL THEN
       INSERT INTO due_messages (due_at, message_id) VALUES (wants, NEW.id);
     ELSIF was IS NOT NULL AND wants IS NULL THEN
       DELETE FROM due_messages WHERE due_at = was AND message_id = OLD.id;
     ELSIF was <> wants THEN
       UPDATE due_messages SET due_at = wants WHERE due_at = was AND message_id = OLD.id;
       IF NOT FOUND THEN INSERT INTO due_messages (due_at, message_id) VALUES (wants, NEW.id) ON CONFLICT DO NOTHING; END IF;
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER keep_due_messages AFTER INSERT OR DELETE ON messages FOR EACH ROW EXECUTE FUNCTION keep_due_messages()`,
  `CREATE TRIGGER change_due_messages AFTER UPDATE ON messages FOR EACH ROW
     WHEN ((OLD.held_at IS NULL AND OLD.state IN ('planned', 'claimed')) <> (NEW.held_at IS NULL AND NEW.state IN ('planned', 'claimed'))
        OR OLD.next_attempt_at <> NEW.next_attempt_at)
     EXECUTE FUNCTION keep_due_messages()`,
  `DROP INDEX "IDX_456f27bb6d584388a4143207d1"`,
  `DROP INDEX "IDX_6872fcf6c5ae3d536a1982e733"`,
  `DROP INDEX "IDX_072e8c9c59858c3d0db9c7fa61"`,
  `ALTER TABLE messages SET (fillfactor = 85)`,
];

const VISITS = [
  `DROP INDEX "IDX_6b6a944db1ececfff68a3d4c17"`,
  `CREATE INDEX "IDX_03a3b71b77c06d3b85b5586e5a" ON "step_runs" ("version_id", "step_id")`,
  `ALTER TABLE step_runs SET (fillfactor = 85)`,
];

/**
 * A row that points at a school or a version locks it for as long as the transaction lasts, and every turn of every run there
 * the same one. The run that these rows belong to points at both already.
 */
const LOCKS = [
  `ALTER TABLE "step_runs" DROP CONSTRAINT "FK_543a610fa52d0073e69e58daf6a"`,
  `ALTER TABLE "step_runs" DROP CONSTRAINT "FK_689e37ebe8c3b076674ad3e39c0"`,
  `ALTER TABLE "messages" DROP CONSTRAINT "FK_f1c6874ea159caa5b964731e216"`,
  `ALTER TABLE "messages" DROP CONSTRAINT "FK_fe4a0e21f38d058cecdbaade464"`,
];
