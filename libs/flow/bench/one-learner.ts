import {
  BEHAVIOURS,
  compile,
  generateJourney,
  project,
  initialState,
  simulate,
  type Scenario,
} from '../src/index.ts';

/** How long one learner takes through a generated journey of twelve weeks. Run: node libs/flow/bench/one-learner.ts */
const phases = ['foundation', 'advanced', 'business'].map((key, phase) => ({
  key,
  title: key,
  modules: [1, 2, 3, 4].map((week) => ({
    key: `week-${phase * 4 + week}`,
    title: `Week ${phase * 4 + week}`,
    position: phase * 4 + week,
    hasAssessment: true,
  })),
}));
const modules = phases.flatMap(({ key, modules: weeks }) =>
  weeks.map((week) => ({ ...week, phase: key, lessonCount: 3 })),
);
const { definition } = generateJourney({ courseTitle: 'Bench', durationWeeks: 12, phases });
const compiled = compile(definition, { courseTitle: 'Bench', modules }, 'v1');
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const scenario: Scenario = {
  enrolledAt: Date.parse('2026-01-05T08:00:00Z'),
  learnerZone: 'Europe/Berlin',
  schoolZone: 'Europe/Berlin',
  modules,
  behaviour: BEHAVIOURS.diligent,
  horizonDays: 200,
};

function perRun(times: number, run: () => unknown): number {
  for (let n = 0; n < 50; n += 1) run();
  const from = performance.now();
  for (let n = 0; n < times; n += 1) run();
  return (performance.now() - from) / times;
}

const simulateMs = perRun(200, () => simulate(compiled.plan, scenario));
const facts = {
  ...scenario,
  completedAt: null,
  credential: { issuedAt: null, failedAt: null },
  modules: modules.map((module) => ({
    ...module,
    releasedAt: null,
    requiredLessons: 3,
    lessonCompletions: [],
    assessment: { maxAttempts: 3, history: [] },
  })),
};
const state = initialState('run', scenario.enrolledAt);
const projectMs = perRun(200, () => project(compiled.plan, state, facts, scenario.enrolledAt));
const compileMs = perRun(50, () => compile(definition, { courseTitle: 'Bench', modules }, 'v1'));
console.log(JSON.stringify({ simulateMs, projectMs, compileMs }));
