/** One thing wrong in a course folder: where it is and what to put right. */
export interface CourseDocumentProblem {
  /** Relative to the course's folder. */
  file: string;
  /** From 1. */
  line: number;
  /** Path inside the file, e.g. `phases[0].modules[2].title`; null for the file as a whole. */
  field: string | null;
  message: string;
}

/** A course folder cannot be imported; `problems` has everything that is wrong in it. */
export class CourseDocumentInvalidError extends Error {
  override name = 'CourseDocumentInvalidError';
  readonly code = 'course.document-invalid';
  readonly folder: string;
  readonly problems: readonly CourseDocumentProblem[];

  constructor(folder: string, problems: readonly CourseDocumentProblem[]) {
    const lines = problems.map(
      ({ file, line, field, message }) => `  ${file}:${line}${field === null ? '' : ` ${field}`}: ${message}`,
    );
    super([`The course in ${folder} cannot be imported:`, ...lines].join('\n'));
    this.folder = folder;
    this.problems = problems;
  }
}
