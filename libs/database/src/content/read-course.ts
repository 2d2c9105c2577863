import { createHash } from 'node:crypto';
import { AssignmentDocument, CourseDocument } from '@gradus/contracts';
import { CourseDocumentInvalidError } from './course-document-error.ts';
import { type CheckedFile, CourseFiles } from './course-files.ts';

type ModuleEntry = CourseDocument['phases'][number]['modules'][number];

/** A module with the texts its files hold. */
export interface ReadModule {
  key: string;
  title: string;
  summary: string;
  objectives: string[];
  lessons: Array<{ key: string; title: string; minutes: number; markdown: string }>;
  assignment: AssignmentDocument | null;
}

/** A whole course folder, checked. */
export interface ReadCourse {
  document: CourseDocument;
  phases: Array<{ key: string; title: string; summary: string; modules: ReadModule[] }>;
  /** SHA-256 over everything that is imported: file names, comments and order of keys do not count. */
  contentHash: string;
}

/**
 * Reads `course.yaml` and the assignments and lessons it names.
 *
 * @throws CourseDocumentInvalidError with file, line and field of everything that is wrong
 */
export async function readCourse(folder: string): Promise<ReadCourse> {
  const files = new CourseFiles(folder);
  const outline = await files.yaml('course.yaml', CourseDocument);
  if (!outline) throw new CourseDocumentInvalidError(files.folder, files.problems);
  reportRepeatedKeys(outline);
  const phases: ReadCourse['phases'] = [];
  for (const [p, phase] of outline.value.phases.entries()) {
    const modules: ReadModule[] = [];
    for (const [m, entry] of phase.modules.entries())
      modules.push(await readModule(files, outline, ['phases', p, 'modules', m], entry));
    phases.push({ key: phase.key, title: phase.title, summary: phase.summary, modules });
  }
  reportRepeatedAssignments(phases, outline);
  if (files.problems.length > 0) throw new CourseDocumentInvalidError(files.folder, files.problems);
  const { phases: _outline, ...head } = outline.value;
  return { document: outline.value, phases, contentHash: hashOf({ head, phases }) };
}

async function readModule(
  files: CourseFiles,
  outline: CheckedFile<CourseDocument>,
  path: Array<string | number>,
  entry: ModuleEntry,
): Promise<ReadModule> {
  const lessons: ReadModule['lessons'] = [];
  for (const [index, { file, ...lesson }] of entry.lessons.entries()) {
    const markdown = await files.text(file);
    if (markdown === null || markdown.trim() === '')
      outline.report(
        [...path, 'lessons', index, 'file'],
        `${file} ${markdown === null ? 'is not in the folder' : 'is empty'}`,
      );
    lessons.push({ ...lesson, markdown: markdown ?? '' });
  }
  const assignment = entry.assignment ? await readAssignment(files, entry.assignment) : null;
  return {
    key: entry.key,
    title: entry.title,
    summary: entry.summary,
    objectives: entry.objectives,
    lessons,
    assignment,
  };
}

async function readAssignment(files: CourseFiles, file: string): Promise<AssignmentDocument | null> {
  const read = await files.yaml(file, AssignmentDocument);
  if (!read) return null;
  for (const [c, criterion] of read.value.rubric.entries()) {
    if (read.value.rubric.findIndex(({ key }) => key === criterion.key) < c)
      read.report(['rubric', c, 'key'], `"${criterion.key}" is already the key of another criterion`);
    for (const [r, rating] of criterion.ratings.entries())
      if (rating.points > criterion.points)
        read.report(
          ['rubric', c, 'ratings', r, 'points'],
          `is more than the criterion's ${criterion.points} points`,
        );
  }
  return read.value;
}

/** Keys of phases, modules and lessons are each unique in the whole course: facts and conditions refer to them. */
function reportRepeatedKeys({ value, report }: CheckedFile<CourseDocument>): void {
  const seen = { phase: new Set<string>(), module: new Set<string>(), lesson: new Set<string>() };
  const check = (kind: keyof typeof seen, key: string, path: Array<string | number>) => {
    if (seen[kind].has(key)) report([...path, 'key'], `"${key}" is already the key of another ${kind}`);
    seen[kind].add(key);
  };
  for (const [p, phase] of value.phases.entries()) {
    check('phase', phase.key, ['phases', p]);
    for (const [m, module] of phase.modules.entries()) {
      check('module', module.key, ['phases', p, 'modules', m]);
      for (const [l, lesson] of module.lessons.entries())
        check('lesson', lesson.key, ['phases', p, 'modules', m, 'lessons', l]);
    }
  }
}

function reportRepeatedAssignments(
  phases: ReadCourse['phases'],
  { report }: CheckedFile<CourseDocument>,
): void {
  const seen = new Set<string>();
  for (const [p, phase] of phases.entries())
    for (const [m, { assignment }] of phase.modules.entries()) {
      if (assignment && seen.has(assignment.key))
        report(
          ['phases', p, 'modules', m, 'assignment'],
          `its key "${assignment.key}" is already the key of another assignment`,
        );
      if (assignment) seen.add(assignment.key);
    }
}

/** Over JSON whose keys are sorted, so that only meaning counts. */
function hashOf(content: object): string {
  const canonical = JSON.stringify(content, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(canonical).digest('hex');
}
