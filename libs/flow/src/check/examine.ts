import { graphOf } from '../compile/graph.ts';
import type { StepId } from '../model/definition.ts';
import type { Plan } from '../model/plan.ts';
import type { CrowdCourse } from '../forecast/crowd.ts';
import { HOUR } from '../time/durations.ts';
import { answerForAnybody } from './any-learner.ts';
import { conditionsOf } from './asked.ts';
import { sketchOf } from './condition-sketch.ts';
import { Evidence } from './evidence.ts';
import { Explorer, unreached } from './explore.ts';
import { Report, type Finding } from './findings.ts';
import { learnerOf, learnersOf, type Imagined } from './ways/learners.ts';
import { plainWays, works } from './ways/plain-ways.ts';
import { Relevance } from './relevance.ts';

/** What is looked at, and how long. */
export interface ExamineOptions extends Imagined {
  /** How many turns of a run may be looked at; the same number always looks at the same ways. */
  budget?: number;
}

/** What looking ahead has found. */
export interface Examination {
  findings: Finding[];
  /** Different ways that were looked at. */
  ways: number;
  /** Every way there is was looked at, as far as the drawing can tell ways apart. */
  complete: boolean;
  /** Steps that no way has come to; they are findings only when every way was looked at. */
  unreached: StepId[];
}

/** Enough for every way of a generated journey of twelve weeks. */
const USUAL_BUDGET = 30_000;
/** More than these nobody reads; the first ones are the simplest to bring about. */
const MOST_FINDINGS = 50;

/** Times of the day at which somebody else enrols, to see whether a message ever leaves in daytime. */
const LATER_HOURS = [3, 7, 13, 19, 27, 39, 63, 90];

/**
 * Looks ahead: takes imagined learners through a drawing in every way that it can tell apart (they work, fall silent, fail,
 * catch up in time or not; what may come from outside comes or does not; effects are done, refused or nobody knows), with the
 * engine of the live runs, and reports what goes wrong for one of them or can never happen. The same drawing gives the same
 * report; a large one is looked at as far as the budget goes, the usual ways first. What it calls is not gone through: it begins
 * or lets nobody in, and ends well, otherwise, or not in time.
 */
export function examine(
  { called: _called, ...plan }: Plan,
  { budget = USUAL_BUDGET, ...imagined }: ExamineOptions,
): Examination {
  const { course, enrolledAt } = imagined;
  const bases = learnersOf(plan, imagined);
  const relevance = new Relevance(plan, course.modules);
  const evidence = new Evidence();
  const explorer = new Explorer(plan, relevance, evidence);
  for (const base of bases)
    for (const policy of plainWays(course.modules.length)) explorer.follow(base, policy);
  if (plan.definition.settings.quietHours !== undefined) {
    for (const hours of LATER_HOURS)
      explorer.follow(learnerOf(plan, imagined, { at: enrolledAt + hours * HOUR }), works);
  }
  for (const base of bases) explorer.search(base, budget / bases.length);
  const looked = explorer.looked();
  const complete = looked.complete && !gradingUnseen(plan, evidence);
  const missed = unreached(plan, evidence.entered);
  const report = new Report(plan);
  reportTroubles(report, evidence);
  reportQuiet(report, plan, evidence);
  reportConditions(report, plan, evidence, course, complete);
  if (complete) reportUnreached(report, plan, evidence, missed);
  return { findings: report.findings, ways: looked.ways, complete, unreached: missed };
}

function reportTroubles(report: Report, { troubles }: Evidence): void {
  for (const { code, stepId, detail, ...sighting } of [...troubles.values()].slice(0, MOST_FINDINGS))
    report.trouble(code, stepId, sighting, detail);
}

function reportQuiet(report: Report, { definition }: Plan, { sendings }: Evidence): void {
  const { quietHours } = definition.settings;
  if (quietHours === undefined) return;
  for (const [stepId, { quiet, outside }] of sendings) {
    if (quiet !== null && !outside) report.quiet(stepId, `${quietHours.from} to ${quietHours.to}`, quiet);
  }
}

/**
 * Grading that takes longer than a step waits is looked at where a learner can be waited for; where else a grade might be
 * missing nobody has looked, so that one answer alone proves nothing.
 */
function gradingUnseen(plan: Plan, { answers }: Evidence): boolean {
  return conditionsOf(plan).some(({ stepId, field, source }) => {
    const seen = answers.get(`${stepId} ${field}`);
    return sketchOf(source).awaitsGrade && seen !== undefined && (seen.yes === null || seen.no === null);
  });
}

function reportConditions(
  report: Report,
  plan: Plan,
  { answers }: Evidence,
  course: CrowdCourse,
  complete: boolean,
): void {
  for (const { stepId, field, source, eventType, brings } of conditionsOf(plan)) {
    const seen = answers.get(`${stepId} ${field}`);
    if (brings === true && seen?.yes != null) continue;
    if (eventType !== null || seen === undefined || (seen.yes !== null && seen.no !== null)) continue;
    const sighting = seen.yes ?? seen.no;
    if (sighting === null || report.findings.length >= MOST_FINDINGS) continue;
    const answer = seen.yes !== null;
    const anybody = answerForAnybody(source, course.modules) === answer;
    if (anybody || complete) report.constant(answer, anybody, { stepId, field }, source, sighting);
  }
}

/** Of a whole stretch that nobody comes to, the step where it begins. */
function reportUnreached(
  report: Report,
  plan: Plan,
  { entered, left }: Evidence,
  missed: readonly StepId[],
): void {
  const graph = graphOf(plan.definition);
  for (const stepId of missed) {
    const before = (graph.into.get(stepId) ?? []).map(({ from }) => from).find((from) => entered.has(from));
    const closest = before === undefined ? undefined : left.get(before);
    if (closest !== undefined && report.findings.length < MOST_FINDINGS) report.unreachable(stepId, closest);
  }
}
