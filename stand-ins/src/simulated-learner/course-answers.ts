import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

interface Criterion {
  exemplars: Record<Quality, string[]>;
}

/** How well the imagined learner answers. */
export type Quality = 'full' | 'partial' | 'none';

/**
 * The exemplar answers of every assignment under the courses folder, by the assignment's title: what a simulated learner
 * hands in. A whole answer is the exemplars of its criteria in order.
 */
export async function readAnswers(folder: string): Promise<(title: string, quality: Quality) => string> {
  const answers = new Map<string, Criterion[]>();
  for (const course of await readdir(folder)) {
    const weeks = await readdir(path.join(folder, course)).catch(() => []);
    for (const week of weeks) {
      const text = await readFile(path.join(folder, course, week, 'assignment.yaml'), 'utf8').catch(
        () => null,
      );
      if (text === null) continue;
      const { title, rubric } = parse(text) as { title: string; rubric: Criterion[] };
      answers.set(title, rubric);
    }
  }
  return (title, quality) => {
    const rubric = answers.get(title);
    if (!rubric) throw new Error(`No exemplar answers for "${title}".`);
    return rubric.map((criterion) => criterion.exemplars[quality][0]).join('\n\n');
  };
}
