import type { FlowExpectation, FlowTestGiven } from '@gradus/contracts';
import type { CrowdCourse } from '../forecast/crowd.ts';
import type { Command } from '../model/commands.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { SimulationEntry } from '../simulate/entries.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { scenarioOfScript } from '../simulate/script.ts';
import { simulate, type SimulatedVisit } from '../simulate/simulate.ts';
import { addDuration, DAY } from '../time/durations.ts';
import { isoText } from '../time/iso-text.ts';
import { sayExpectation, stepName, wayName, type Names } from './say-expectation.ts';

/** What an author says about one learner: given that they do this, expect that. */
export interface FlowTestCase {
  given: FlowTestGiven;
  expect: readonly FlowExpectation[];
}

/** What became of it. */
export interface FlowTestOutcome {
  passed: boolean;
  /** One sentence for each expectation that was not met, with its place in the list. */
  failures: Array<{ index: number; message: string }>;
  /** All that happened to the learner. */
  timeline: SimulationEntry[];
  /** Where they were when. */
  visits: SimulatedVisit[];
  zone: string;
}

/** Longer than any journey; whoever is still on the way then is on the way for good. */
const HORIZON_DAYS = 730;

function scenarioOf(plan: Plan, course: CrowdCourse, given: FlowTestGiven): Scenario {
  const { events, ...learner } = given;
  const enrolledAt = Date.parse(given.enrolledAt);
  const dated = events.map(({ afterDays, type, data }) => {
    const at = isoText(enrolledAt + Math.round(afterDays * DAY));
    return { at, type, data };
  });
  const script = { ...learner, events: dated, zoneChanges: [], commands: [] };
  return scenarioOfScript(script, plan, { course, now: enrolledAt, horizonDays: HORIZON_DAYS });
}

/** What happened, in the order in which it did. */
class Record {
  readonly enrolledAt: Instant;
  readonly commands: Command[] = [];

  constructor(enrolledAt: Instant) {
    this.enrolledAt = enrolledAt;
  }

  /** When the step was come to, or left, or its message went out. */
  times(type: 'entered' | 'left' | 'message', stepId: string): Instant[] {
    return this.commands.flatMap((one) => (one.type === type && one.stepId === stepId ? [one.at] : []));
  }
}

type Within = NonNullable<Extract<FlowExpectation, { kind: 'reached' }>['within']>;
interface When {
  times?: number | undefined;
  within?: Within | undefined;
  before?: string | undefined;
}

/** Null: it is so. Otherwise what was, as the end of a sentence. */
type Verdict = string | null;

function late(first: Instant, limit: Within, record: Record, names: Names, zone: string): Verdict {
  const from =
    limit.of === null
      ? record.enrolledAt
      : record.times(limit.leaving ? 'left' : 'entered', limit.of).findLast((at) => at <= first);
  if (from === undefined)
    return `${stepName(limit.of ?? '', names)} is not ${limit.leaving ? 'left' : 'reached'} before it`;
  const until = addDuration(from, { amount: limit.amount, unit: limit.unit }, zone);
  return first <= until ? null : 'it comes later';
}

function judgeTimes(
  times: Instant[],
  { times: often, within, before }: When,
  record: Record,
  names: Names,
  zone: string,
): Verdict {
  const [first] = times;
  if (first === undefined) return 'it never is';
  if (often !== undefined && times.length !== often)
    return `it is ${times.length === 1 ? 'once' : `${times.length} times`}`;
  const tooLate = within === undefined ? null : late(first, within, record, names, zone);
  if (tooLate !== null) return tooLate;
  const other = before === undefined ? undefined : record.times('entered', before)[0];
  return other === undefined || first < other ? null : 'it comes after that';
}

interface Run {
  record: Record;
  outcome: string;
  names: Names;
  zone: string;
}

function judge(expectation: FlowExpectation, { record, outcome, names, zone }: Run): Verdict {
  if (expectation.kind === 'outcome') return expectation.outcome === outcome ? null : `it is “${outcome}”`;
  if (expectation.kind === 'notReached')
    return record.times('entered', expectation.stepId).length === 0 ? null : 'it is';
  if (expectation.kind === 'leftBy') {
    const left = record.commands.flatMap((one) =>
      one.type === 'left' && one.stepId === expectation.stepId && one.port !== null ? [one.port] : [],
    );
    if (left.includes(expectation.port)) return null;
    return left.length === 0
      ? 'it is never left'
      : `it is left by ${left.map((port) => wayName(expectation.stepId, port, names)).join(', ')}`;
  }
  if (expectation.kind === 'opened') {
    const opened = record.commands.flatMap((one) =>
      one.type === 'release' && one.module === expectation.module ? [one.at] : [],
    );
    return judgeTimes(opened, expectation, record, names, zone);
  }
  const times = record.times(expectation.kind === 'sent' ? 'message' : 'entered', expectation.stepId);
  return judgeTimes(times, expectation, record, names, zone);
}

/** Runs one of the author's tests: the learner it is about, through the drawing, in the engine of the live runs. */
export function runFlowTest(plan: Plan, course: CrowdCourse, test: FlowTestCase): FlowTestOutcome {
  const scenario = scenarioOf(plan, course, test.given);
  const record = new Record(scenario.enrolledAt);
  const { entries, visits, state } = simulate(plan, scenario, (command) => record.commands.push(command));
  const names = { steps: plan.definition.steps, modules: course.modules };
  const run = { record, outcome: state.finished?.outcome ?? 'open', names, zone: scenario.learnerZone };
  const failures = test.expect.flatMap((expectation, index) => {
    const verdict = judge(expectation, run);
    return verdict === null ? [] : [{ index, message: `${sayExpectation(expectation, names)}: ${verdict}.` }];
  });
  const { zone } = run;
  return { passed: failures.length === 0, failures, timeline: entries, visits, zone };
}
