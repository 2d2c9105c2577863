import * as fc from 'fast-check';
import type { AssessmentFact, ModuleFacts } from '../model/facts.ts';
import { type AssessmentState, assessmentStateAt, attemptsAt, gradesAt } from './progress.ts';

const facts: fc.Arbitrary<AssessmentFact> = fc.record({
  kind: fc.constantFrom('submitted' as const, 'graded' as const),
  attempt: fc.integer({ min: 1, max: 3 }),
  at: fc.integer({ min: 0, max: 6 }),
  passed: fc.boolean(),
}) as fc.Arbitrary<AssessmentFact>;

/** Of each attempt the last grade, said apart: in the order in which they were given, a later one takes the place of an earlier one. */
function lastGrades({ assessment }: ModuleFacts, at: number): Map<number, AssessmentFact> {
  const given = assessment!.history.filter((fact) => fact.kind === 'graded' && fact.at <= at);
  return new Map(given.toSorted((a, b) => a.at - b.at).map((fact) => [fact.attempt, fact]));
}

/** The same, said by the grades that count and the attempts that were handed in. */
function inWords(module: ModuleFacts, at: number): AssessmentState {
  const grades = lastGrades(module, at);
  if ([...grades.values()].some(({ passed }) => passed === true)) return 'passed';
  if (attemptsAt(module, at).some((attempt) => !grades.has(attempt))) return 'submitted';
  return grades.size > 0 ? 'failed' : 'open';
}

it('where somebody stands with an assessment follows from the grades that count, in whatever order they came', () => {
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 8 }), fc.integer({ min: 0, max: 6 }), (history, at) => {
      const module = { assessment: { history, maxAttempts: 3 } } as unknown as ModuleFacts;
      expect(assessmentStateAt(module, at)).toBe(inWords(module, at));
      expect(new Set(gradesAt(module, at))).toEqual(new Set(lastGrades(module, at).values()));
    }),
    { numRuns: 2_000 },
  );
});
