import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { importCourse } from '@gradus/database';
import { recordAudit, requestEntry } from '../../audit/record-audit.ts';
import { CourseSchool } from '../../testing/course-school.ts';

const COURSES = path.resolve(import.meta.dirname, '../../../../../courses');
let school: CourseSchool;
let staff: string;
let folder: string;
let versions: string;

beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('instructor')).token;
  versions = `/api/courses/${school.freeCourse}/versions`;
  folder = await mkdtemp(path.join(tmpdir(), 'gradus-course-'));
  await cp(path.join(COURSES, 'prompting-for-marketers'), folder, { recursive: true });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await school.stop();
}, 20_000);

/** Changes the course's file and imports it, as whoever looks after the course would. */
async function importChanged(change: (text: string) => string): Promise<string> {
  const file = path.join(folder, 'course.yaml');
  await writeFile(file, change(await readFile(file, 'utf8')));
  const imported = await importCourse(school.api.scratch.dataSource, folder, school.api.organizationId);
  expect(imported.outcome).toBe('drafted');
  return imported.courseVersionId;
}
const versionOf = async (enrollmentId: string) =>
  (
    await school.api.query<{ number: number }>(
      'SELECT v.number FROM enrollments e JOIN course_versions v ON v.id = e.course_version_id WHERE e.id = $1',
      [enrollmentId],
    )
  )[0]!.number;
const publish = (versionId: string, publishedVersionId: string | null, as = staff, key?: string) =>
  school.post(`${versions}/${versionId}/publish`, as, { publishedVersionId, note: 'better texts' }, key);

it('publishes what was imported: learners inside stay on theirs, new ones get it', async () => {
  const inside = await school.learner();
  const draft = await importChanged((text) =>
    text.replace(/^title: .*$/m, 'title: Prompting, second edition').replace(/minutes: \d+/, 'minutes: 55'),
  );
  const listed = (await school.get(versions, staff)).body.items;
  expect(listed).toMatchObject([
    { id: draft, number: 2, state: 'draft', current: false, publishedAt: null, learners: 0 },
    { number: 1, state: 'published', current: true, learners: 1 },
  ]);
  const changes = (await school.get(`${versions}/${draft}/changes`, staff)).body;
  expect(changes).toMatchObject({ publishedVersionId: listed[1].id, unfit: [], unopened: [] });
  const said = changes.changes.map(({ text }: { text: string }) => text);
  expect(said[0]).toMatch(/title: “.*” → “Prompting, second edition”/);
  expect(said[1]).toMatch(/^Week 1: the lesson “.*”: minutes \d+ → 55\.$/);
  expect(said).toHaveLength(2);

  const learner = await publish(draft, listed[1].id, inside.token);
  const ops = await publish(draft, listed[1].id, (await school.api.person('ops')).token);
  expect([learner.status, ops.status]).toEqual([403, 403]);
  const done = await publish(draft, listed[1].id, staff, 'published');
  expect(done).toMatchObject({ status: 200, body: { number: 2, state: 'published', current: true } });
  await school.api.died('published');
  expect(await publish(draft, listed[1].id, staff, 'published')).toMatchObject({
    status: 200,
    body: done.body,
  });
  const fresh = await school.learner();
  expect(await Promise.all([versionOf(inside.enrollmentId), versionOf(fresh.enrollmentId)])).toEqual([1, 2]);
  const course = (await school.get(`/api/courses/${school.freeCourse}`, staff)).body;
  expect(course.title).toBe('Prompting, second edition');
  const audited = await school.api.query<{ reason: string }>(
    `SELECT reason FROM audit_log WHERE action = 'course.version-published'`,
  );
  expect(audited).toEqual([{ reason: 'better texts' }]);
});

it('answers a request that was sent again while the first was at work as the first', async () => {
  const { id: current, number } = (await school.get(versions, staff)).body.items[0];
  const learnersSee = 'SELECT published_version_id AS id FROM courses WHERE id = $1';
  const { userId, token } = await school.api.person('instructor');
  const { dataSource } = school.api.scratch;
  const asked = await dataSource.transaction(async (manager) => {
    await manager.query('SELECT 1 FROM courses WHERE id = $1 FOR NO KEY UPDATE', [school.freeCourse]);
    const again = publish(current, null, token, 'at-work');
    await school.api.untilOneWaits('%courses%');
    const subjectId = school.freeCourse;
    const about = { action: 'course.version-published', subjectKind: 'course', subjectId } as const;
    const { organizationId } = school.api;
    await recordAudit(manager, requestEntry({ organizationId, userId }, 'at-work', about));
    // Somebody else has published the first one again since.
    await manager.query(
      `UPDATE courses SET published_version_id = (SELECT id FROM course_versions WHERE course_id = $1 AND number = 1) WHERE id = $1`,
      [school.freeCourse],
    );
    return { again };
  });
  expect(await asked.again).toMatchObject({ status: 200, body: { number } });
  expect(await school.api.query(learnersSee, [school.freeCourse])).not.toEqual([{ id: current }]);
  await school.api.query('UPDATE courses SET published_version_id = $2 WHERE id = $1', [
    school.freeCourse,
    current,
  ]);
});

it('refuses when another version was published meanwhile, and for a course of another school', async () => {
  const [current] = (await school.get(versions, staff)).body.items;
  const draft = await importChanged((text) => text.replace('minutes: 55', 'minutes: 56'));
  const stale = await publish(draft, draft);
  expect(stale).toMatchObject({ status: 409, body: { code: 'course.version-stale' } });
  const elsewhere = await school.api.person('admin', await school.api.organization('another-school'));
  expect((await publish(draft, current.id, elsewhere.token)).status).toBe(404);
  expect((await school.get(versions, elsewhere.token)).status).toBe(404);
});

it('refuses a version that lacks what a live automation opens, and names it', async () => {
  const [, current] = (await school.get(versions, staff)).body.items;
  const draft = await importChanged((text) =>
    text.replace(/^( +- key: )prompt-foundations$/m, '$1other-foundations'),
  );
  const changes = (await school.get(`${versions}/${draft}/changes`, staff)).body;
  expect(changes.unfit).toHaveLength(1);
  expect(changes.unfit[0].problems.length).toBeGreaterThan(0);
  expect(changes.unopened).toHaveLength(1);
  const refused = await publish(draft, current.id);
  expect(refused).toMatchObject({ status: 422, body: { code: 'course.automations-unfit' } });
  expect(refused.body.data.automations).toHaveLength(1);
});
