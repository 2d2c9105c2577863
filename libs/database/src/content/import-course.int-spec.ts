import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import type { CourseDocumentInvalidError } from './course-document-error.ts';
import { importCourse } from './import-course.ts';

const COURSES = join(import.meta.dirname, '../../../../courses');
let database: ScratchDatabase;
let organizationId: string;
let folder: string;

beforeAll(async () => {
  database = await createScratchDatabase();
  [{ id: organizationId }] = await database.dataSource.query<[{ id: string }]>(
    `INSERT INTO organizations (slug, name, time_zone) VALUES ('s', 'School', 'Europe/Berlin') RETURNING id`,
  );
});
afterAll(() => database.drop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-course-'));
  await cp(join(COURSES, 'prompting-for-marketers'), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const edit = async (file: string, change: (text: string) => string) =>
  writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
const refusal = () =>
  importCourse(database.dataSource, folder, organizationId).then(
    () => Promise.reject(new Error('was imported')),
    (error: CourseDocumentInvalidError) => error,
  );
const count = async (table: string) =>
  (await database.dataSource.query<[{ n: number }]>(`SELECT count(*)::int AS n FROM ${table}`))[0].n;

describe('importing a course', () => {
  it('publishes the first import, changes nothing on the second, drafts what changed', async () => {
    const first = await importCourse(database.dataSource, folder, organizationId);
    expect(first).toMatchObject({ number: 1, outcome: 'published' });
    await edit('course.yaml', (text) => `# a remark\n${text}`);
    const lessons = await count('lessons');
    expect(await importCourse(database.dataSource, folder, organizationId)).toEqual({
      ...first,
      outcome: 'unchanged',
    });
    expect(await count('lessons')).toBe(lessons);

    await edit('course.yaml', (text) => text.replace(/minutes: \d+/, 'minutes: 55'));
    const changed = await importCourse(database.dataSource, folder, organizationId);
    expect(changed).toMatchObject({ courseId: first.courseId, number: 2, outcome: 'drafted' });
    const [course] = await database.dataSource.query<Array<{ published_version_id: string }>>(
      'SELECT published_version_id FROM courses WHERE id = $1',
      [first.courseId],
    );
    expect(course!.published_version_id).toBe(first.courseVersionId);
  });

  it('is one course however many import it at once', async () => {
    await edit('course.yaml', (text) => text.replace(/^key: .*$/m, 'key: at-once'));
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => importCourse(database.dataSource, folder, organizationId)),
    );
    expect(new Set(outcomes.map(({ courseVersionId }) => courseVersionId)).size).toBe(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'published')).toHaveLength(1);
  });

  it('imports the twelve weeks', async () => {
    await importCourse(database.dataSource, join(COURSES, 'ai-marketing-mastery'), organizationId);
    const [row] = await database.dataSource.query<Array<Record<string, number>>>(
      `SELECT count(DISTINCT m.id)::int AS modules, count(DISTINCT a.id)::int AS assessments, max(m.position) AS last
         FROM courses c JOIN modules m ON m.course_version_id = c.published_version_id
         LEFT JOIN assessments a ON a.module_id = m.id WHERE c.key = 'ai-marketing-mastery'`,
    );
    expect(row).toEqual({ modules: 12, assessments: 12, last: 12 });
  });

  it('names file, line and field of everything that is wrong', async () => {
    const lineOf = async (file: string, part: string) =>
      (await readFile(join(folder, file), 'utf8')).split('\n').findIndex((line) => line.includes(part)) + 1;
    await edit('course.yaml', (text) =>
      text
        .replace(/durationWeeks: .*/, 'durationWeeks: soon\ncolour: red')
        .replace(/title: (.*)\n(\s+)minutes: \d+/, 'title: $1\n$2minutes: -1'),
    );
    const error = await refusal();
    expect(error.code).toBe('course.document-invalid');
    expect(error.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          file: 'course.yaml',
          line: await lineOf('course.yaml', 'durationWeeks'),
          field: 'durationWeeks',
        }),
        expect.objectContaining({ line: await lineOf('course.yaml', 'colour'), field: 'colour' }),
        expect.objectContaining({
          line: await lineOf('course.yaml', 'minutes: -1'),
          field: 'phases[0].modules[0].lessons[0].minutes',
        }),
      ]),
    );
    expect(error.message).toContain(`course.yaml:${await lineOf('course.yaml', 'colour')} colour: `);
  });

  it('names a missing lesson, a repeated key, a broken assignment and broken YAML', async () => {
    const outline = await readFile(join(folder, 'course.yaml'), 'utf8');
    const [, lesson] = /file: (\S+\.md)/.exec(outline)!;
    const [, assignment] = /assignment: (\S+)/.exec(outline)!;
    await rm(join(folder, lesson!));
    await edit(assignment!, (text) => text.replace(/maxAttempts: .*/, 'maxAttempts: 99'));
    const first = await refusal();
    expect(first.problems).toEqual(
      [
        expect.objectContaining({ file: assignment, field: 'maxAttempts' }),
        expect.objectContaining({ file: 'course.yaml', field: 'phases[0].modules[0].lessons[0].file' }),
      ].sort(() => -1),
    );

    await edit('course.yaml', (text) => text.replace('title:', 'title: : [broken'));
    const second = await refusal();
    expect(second.problems[0]).toMatchObject({ file: 'course.yaml', field: null });
    expect(second.problems[0]!.line).toBeGreaterThan(1);
  });

  it('reads nothing outside the folder', async () => {
    await edit('course.yaml', (text) => text.replace(/file: (\S+\.md)/, 'file: ../../../etc/hosts.md'));
    expect((await refusal()).problems[0]!.message).toContain('is not in the folder');
  });
});
