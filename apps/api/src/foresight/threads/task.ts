import {
  type CrowdCourse,
  type ExamineOptions,
  type Examination,
  type FlowTestCase,
  type FlowTestOutcome,
  type Forecast,
  type ForecastQuestion,
  type Plan,
  examine,
  forecastPart,
  runFlowTest,
} from '@gradus/flow';

/** Work of the engine that takes longer than a request handler may hold up all others. */
export interface Tasks {
  examine: { asked: { plan: Plan; options: ExamineOptions }; answer: Examination };
  forecast: {
    asked: { plan: Plan; question: ForecastQuestion; first: number; last: number };
    answer: Forecast;
  };
  flowTests: {
    asked: { plan: Plan; course: CrowdCourse; tests: readonly FlowTestCase[] };
    answer: FlowTestOutcome[];
  };
}
export type TaskName = keyof Tasks;

/** One task on its way to a thread, and what comes back. */
export type TaskMessage = { [N in TaskName]: { name: N; asked: Tasks[N]['asked'] } }[TaskName];
export type TaskAnswer = { ok: true; answer: unknown } | { ok: false; message: string };

const WORK: { [N in TaskName]: (asked: Tasks[N]['asked']) => Tasks[N]['answer'] } = {
  examine: ({ plan, options }) => examine(plan, options),
  forecast: ({ plan, question, first, last }) => forecastPart(plan, question, first, last),
  flowTests: ({ plan, course, tests }) => tests.map((test) => runFlowTest(plan, course, test)),
};

/** Does a task, wherever this runs. */
export function work({ name, asked }: TaskMessage): unknown {
  const doIt = WORK[name] as (given: unknown) => unknown;
  return doIt(asked);
}
