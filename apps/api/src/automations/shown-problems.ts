import type { FlowProblem } from '@gradus/contracts';
import { type Catalogue, type Problem, timelineOf, timelinesOf } from '@gradus/flow';
import type { AutomationRow } from './automations.queries.ts';

const HOUR = 3_600_000;

/** More problems than these are told without their timelines: an answer stays small, and is given at once. */
const MOST_SHOWN = 20;

/** Problems of a draft, the first ones each with how a learner who enrols within the hour would come to it, as a finding has it. */
export function shownProblems(
  problems: readonly Problem[],
  row: Pick<AutomationRow, 'draft_definition' | 'school_zone'>,
  catalogue: Catalogue,
): FlowProblem[] {
  const to = { enrolledAt: Math.ceil(Date.now() / HOUR) * HOUR, zone: row.school_zone };
  const timelines = timelinesOf(row.draft_definition, catalogue, problems.slice(0, MOST_SHOWN), to);
  return problems.map((problem, index) => {
    const timeline = timelines[index];
    return { ...problem, ...(timeline != null && { timeline: timelineOf(timeline) }) };
  });
}
