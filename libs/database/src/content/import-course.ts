import { DataSource, type EntityManager } from 'typeorm';
import { type ReadCourse, readCourse } from './read-course.ts';
import { writeCourseVersion } from './write-course-version.ts';

export interface ImportedCourse {
  courseId: string;
  courseVersionId: string;
  number: number;
  /** `published`: the first version. `drafted`: changed content; learners and the catalogue stay as they are. */
  outcome: 'published' | 'drafted' | 'unchanged';
}

/**
 * Brings a course folder into the database. Importing the same content again changes nothing. The first import is
 * published; changed content becomes a draft version, and whoever is enrolled stays on the version they began.
 *
 * @throws CourseDocumentInvalidError with file, line and field of everything that is wrong
 */
export async function importCourse(
  database: DataSource | EntityManager,
  folder: string,
  organizationId: string,
): Promise<ImportedCourse> {
  const course = await readCourse(folder);
  return database instanceof DataSource
    ? database.transaction((manager) => writeCourse(manager, course, organizationId))
    : writeCourse(database, course, organizationId);
}

async function writeCourse(
  manager: EntityManager,
  course: ReadCourse,
  organizationId: string,
): Promise<ImportedCourse> {
  const { id: courseId, published } = await lockCourse(manager, course, organizationId);
  const [known] = await manager.query<Array<{ id: string; number: number }>>(
    'SELECT id, number FROM course_versions WHERE course_id = $1 AND organization_id = $2 AND content_hash = $3',
    [courseId, organizationId, course.contentHash],
  );
  if (known) return { courseId, courseVersionId: known.id, number: known.number, outcome: 'unchanged' };
  const outcome = published ? 'drafted' : 'published';
  const version = await writeCourseVersion(manager, course, { organizationId, courseId, outcome });
  if (outcome === 'published')
    await manager.query(
      'UPDATE courses SET published_version_id = $2 WHERE id = $1 AND organization_id = $3',
      [courseId, version.id, organizationId],
    );
  return { courseId, courseVersionId: version.id, number: version.number, outcome };
}

/** The course's row, made when there is none, and locked: two imports at once take turns. */
async function lockCourse(
  manager: EntityManager,
  { document }: ReadCourse,
  organizationId: string,
): Promise<{ id: string; published: boolean }> {
  await manager.query(
    `INSERT INTO courses (organization_id, key, title, description, duration_weeks, price, currency, credential)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (organization_id, key) DO NOTHING`,
    [
      organizationId,
      document.key,
      document.title,
      document.description,
      document.durationWeeks,
      document.price.amount,
      document.price.currency,
      document.credential,
    ],
  );
  const [row] = await manager.query<Array<{ id: string; published_version_id: string | null }>>(
    'SELECT id, published_version_id FROM courses WHERE organization_id = $1 AND key = $2 FOR NO KEY UPDATE',
    [organizationId, document.key],
  );
  return { id: row!.id, published: row!.published_version_id !== null };
}
