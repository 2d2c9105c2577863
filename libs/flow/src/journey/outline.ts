/** What a journey is generated from. */
export interface CourseOutline {
  courseTitle: string;
  durationWeeks: number;
  phases: OutlinePhase[];
}

/** A phase and its modules; a phase without modules is passed by. */
export interface OutlinePhase {
  key: string;
  title: string;
  modules: Array<{ key: string; title: string; position: number; hasAssessment: boolean }>;
}

/** A title as a part of a step's title or a message: one line, no braces, not too long, never empty. */
export function plainTitle(title: string, otherwise: string): string {
  const plain = title.replaceAll(/[{}\s]+/g, ' ').trim();
  if (plain === '') return otherwise;
  return plain.length <= 60 ? plain : `${plain.slice(0, 59).trimEnd()}…`;
}
