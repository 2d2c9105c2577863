import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { AssignmentDocument } from '@gradus/contracts';
import { LocalGrader } from './local-grader.ts';

const root = join(import.meta.dirname, '../../../../../courses');
const files = globSync('*/**/assignment.yaml', { cwd: root }).sort();
const grader = new LocalGrader();

async function gradeExemplars(assignment: AssignmentDocument, kind: 'full' | 'none') {
  const variants = Math.min(...assignment.rubric.map(({ exemplars }) => exemplars[kind].length));
  const total = assignment.rubric.reduce((sum, { points }) => sum + points, 0);
  const graded = [];
  for (let variant = 0; variant < variants; variant += 1) {
    const answer = assignment.rubric.map(({ exemplars }) => exemplars[kind][variant]).join('\n\n');
    const request = { key: 'k', model: 'local', assignment, criteria: assignment.rubric, answer };
    const result = await grader.grade(request, AbortSignal.timeout(60_000));
    const points = result.criteria.reduce((sum, criterion) => sum + criterion.points, 0);
    graded.push({ percentage: (100 * points) / total, confidence: result.confidence });
  }
  return graded;
}

describe('the local grader on the courses', () => {
  it.each(files)('passes the full and fails the no-mark exemplars of %s', async (file) => {
    const assignment = parse(readFileSync(join(root, file), 'utf8')) as AssignmentDocument;
    for (const { percentage, confidence } of await gradeExemplars(assignment, 'full')) {
      expect(percentage).toBeGreaterThanOrEqual(assignment.passPercentage);
      expect(confidence).toBeGreaterThanOrEqual(0.8);
    }
    for (const { percentage } of await gradeExemplars(assignment, 'none')) {
      expect(percentage).toBeLessThan(assignment.passPercentage);
    }
  });
});
