import { z } from 'zod';

/** A stable, human-readable name inside a course: lower case, digits, single hyphens. Never reused for another thing. */
export const Key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens');

const Exemplars = z.strictObject({
  full: z.array(z.string().min(40)).min(1),
  partial: z.array(z.string().min(20)).min(1),
  none: z.array(z.string().min(10)).min(1),
});

/** One rubric criterion. `terms` are the words and phrases the local grader counts as lexical evidence. */
export const RubricCriterion = z.strictObject({
  key: Key,
  title: z.string().min(3).max(120),
  description: z.string().min(20),
  points: z.number().int().positive(),
  terms: z.array(z.string().min(2)).min(3),
  ratings: z
    .array(
      z.strictObject({
        title: z.string(),
        points: z.number().min(0),
        description: z.string().min(10),
      }),
    )
    .min(3),
  exemplars: Exemplars,
});
export type RubricCriterion = z.infer<typeof RubricCriterion>;

/** The one assignment of a module, in a file of its own. A whole exemplar answer is its criteria's exemplars in order. */
export const AssignmentDocument = z.strictObject({
  key: Key,
  title: z.string().min(3).max(160),
  instructions: z.string().min(100),
  passPercentage: z.number().min(1).max(100),
  maxAttempts: z.number().int().min(1).max(10),
  minWords: z.number().int().min(0).default(0),
  rubric: z.array(RubricCriterion).length(3),
});
export type AssignmentDocument = z.infer<typeof AssignmentDocument>;

const LessonEntry = z.strictObject({
  key: Key,
  title: z.string().min(3).max(160),
  minutes: z.number().int().positive(),
  file: z.string().endsWith('.md'),
});

const ModuleEntry = z.strictObject({
  key: Key,
  title: z.string().min(3).max(160),
  summary: z.string().min(20),
  objectives: z.array(z.string().min(10)).min(2),
  lessons: z.array(LessonEntry).min(1),
  assignment: z.string().endsWith('.yaml').optional(),
});

const PhaseEntry = z.strictObject({
  key: Key,
  title: z.string().min(3).max(160),
  summary: z.string().min(20),
  modules: z.array(ModuleEntry).min(1),
});

/** `course.yaml`: the outline. File names are relative to its folder. Money is a decimal string in major units. */
export const CourseDocument = z.strictObject({
  schemaVersion: z.literal(1),
  key: Key,
  title: z.string().min(3).max(255),
  description: z.string().min(40),
  durationWeeks: z.number().int().positive(),
  price: z.strictObject({ amount: z.string().regex(/^\d+\.\d{2}$/), currency: z.string().length(3) }),
  credential: z.strictObject({ name: z.string(), description: z.string(), criteria: z.string() }),
  phases: z.array(PhaseEntry).min(1),
});
export type CourseDocument = z.infer<typeof CourseDocument>;
