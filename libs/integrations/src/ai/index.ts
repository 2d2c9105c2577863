export { createGrader, type GraderOptions } from './create-grader.ts';
export { createWriter } from './create-writer.ts';
export { modelOf } from './model-of.ts';
export { textRequest } from './text-request.ts';
export type { Writer, WriteRequest, WrittenText } from './writer.ts';
export {
  REVIEW_BELOW,
  type CriterionGrade,
  type GradeAnswer,
  type Grader,
  type GradeRequest,
  type TokenUsage,
} from './grader.ts';
export {
  GraderRefusedError,
  GraderUnavailableError,
  type GraderRefusedCode,
  type GraderUnavailableCode,
} from './grader-errors.ts';
