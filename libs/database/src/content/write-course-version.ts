import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Assessment, CourseVersion, Lesson, Module, Phase, Rubric } from '../entities/courses.ts';
import type { ReadCourse, ReadModule } from './read-course.ts';

interface Target {
  organizationId: string;
  courseId: string;
  outcome: 'published' | 'drafted';
}

interface Owner {
  organizationId: string;
  courseVersionId: string;
}

/** Writes a version with all its content, in the caller's transaction and under the lock of its course. */
export async function writeCourseVersion(
  manager: EntityManager,
  course: ReadCourse,
  { organizationId, courseId, outcome }: Target,
): Promise<{ id: string; number: number }> {
  const [{ next }] = await manager.query<[{ next: number }]>(
    'SELECT COALESCE(max(number), 0) + 1 AS next FROM course_versions WHERE course_id = $1',
    [courseId],
  );
  const { title: courseTitle, description, durationWeeks, price, credential } = course.document;
  const owner: Owner = { organizationId, courseVersionId: randomUUID() };
  await manager.insert(CourseVersion, {
    id: owner.courseVersionId,
    organizationId,
    courseId,
    number: next,
    contentHash: course.contentHash,
    about: { title: courseTitle, description, durationWeeks, price, credential },
    state: outcome === 'published' ? 'published' : 'draft',
    publishedAt: outcome === 'published' ? () => 'clock_timestamp()' : null,
  });
  let week = 0;
  for (const [index, phase] of course.phases.entries()) {
    const phaseId = randomUUID();
    const { key, title, summary } = phase;
    await manager.insert(Phase, { ...owner, id: phaseId, key, position: index + 1, title, summary });
    for (const module of phase.modules) await writeModule(manager, owner, phaseId, ++week, module);
  }
  return { id: owner.courseVersionId, number: next };
}

async function writeModule(
  manager: EntityManager,
  owner: Owner,
  phaseId: string,
  position: number,
  { key, title, summary, objectives, lessons, assignment }: ReadModule,
): Promise<void> {
  const moduleId = randomUUID();
  await manager.insert(Module, {
    ...owner,
    id: moduleId,
    phaseId,
    key,
    position,
    title,
    summary,
    objectives,
  });
  await manager.insert(
    Lesson,
    lessons.map((lesson, index) => ({ ...owner, moduleId, position: index + 1, ...lesson })),
  );
  if (!assignment) return;
  const rubricId = randomUUID();
  await manager.insert(Rubric, { ...owner, id: rubricId, criteria: assignment.rubric });
  await manager.insert(Assessment, {
    ...owner,
    moduleId,
    rubricId,
    key: assignment.key,
    title: assignment.title,
    instructions: assignment.instructions,
    passPercentage: String(assignment.passPercentage),
    maxAttempts: assignment.maxAttempts,
    minWords: assignment.minWords,
  });
}
