import type { Asks, Prepared } from '../statements/pipeline.ts';

/** The modules of a course version, in their order: what is the same for all its learners. */
export type Outline = readonly OutlineModule[];

interface OutlineModule {
  id: string;
  key: string;
  position: number;
  title: string;
  phase: string;
  required_lessons: number;
  /** Of the assessment that is required, if one is. */
  assessment_id: string | null;
  max_attempts: number | null;
}

const OUTLINE: Prepared = {
  name: 'course-outline',
  text: `
SELECT m.id, m.key, m.position, m.title, p.key AS phase, a.id AS assessment_id, a.max_attempts,
       (SELECT count(*)::int FROM lessons l WHERE l.module_id = m.id AND l.required) AS required_lessons
  FROM modules m JOIN phases p ON p.id = m.phase_id LEFT JOIN assessments a ON a.module_id = m.id AND a.required
 WHERE m.course_version_id = $1 ORDER BY m.position`,
};

const KEPT = 200;
const outlines = new Map<string, Outline>();

/** Read once a process: a version of a course is never changed, a changed course is another version. */
export async function outlineOf(asks: Asks, courseVersionId: string): Promise<Outline> {
  const known = outlines.get(courseVersionId);
  if (known) return known;
  const outline = await asks.ask<OutlineModule>(OUTLINE, [courseVersionId]);
  if (outlines.size >= KEPT) outlines.delete(outlines.keys().next().value!);
  // One that is being written has none yet.
  if (outline.length > 0) outlines.set(courseVersionId, outline);
  return outline;
}
