import type { FlowExpectation, FlowTestCommand, FlowTestGiven, LearnerScript } from '@gradus/contracts';
import type { CrowdCourse } from '../forecast/crowd.ts';
import type { Command } from '../model/commands.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { SimulationEntry } from '../simulate/entries.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { scenarioOfScript } from '../simulate/script.ts';
import { simulate, type SimulatedVisit } from '../simulate/simulate.ts';
import { addDuration, DAY, MINUTE } from '../time/durations.ts';
import { isoText } from '../time/iso-text.ts';
import { sayCommand } from './say-given.ts';
import { sayExpectation, stepName, wayName, type Names } from './say-expectation.ts';

/** What an author says about one learner: given that they do this, expect that. */
export interface FlowTestCase {
  given: FlowTestGiven;
  expect: readonly FlowExpectation[];
}

/** What became of it. */
export interface FlowTestOutcome {
  passed: boolean;
  /** One sentence for each expectation that was not met, with its place in the list; -1: what is given does not fit. */
  failures: Array<{ index: number; message: string }>;
  /** All that happened to the learner. */
  timeline: SimulationEntry[];
  /** Where they were when. */
  visits: SimulatedVisit[];
  zone: string;
}

/** Longer than any journey; whoever is still on the way then is on the way for good. */
const HORIZON_DAYS = 730;

/** As they are given, and so as they are answered. */
const inOrder = (commands: readonly FlowTestCommand[]) =>
  commands.toSorted((one, other) => one.afterDays - other.afterDays);

function scripted(command: FlowTestCommand): Omit<LearnerScript['commands'][number], 'at'> {
  const { afterDays: _, ...rest } = command;
  if (rest.name !== 'postpone') return rest;
  const { byDays, ...put } = rest;
  return { ...put, byMinutes: Math.max(1, Math.round((byDays * DAY) / MINUTE)) };
}

function scenarioOf(plan: Plan, course: CrowdCourse, given: FlowTestGiven): Scenario {
  const { events, commands = [], ...learner } = given;
  const enrolledAt = Date.parse(given.enrolledAt);
  const at = (afterDays: number) => isoText(enrolledAt + Math.round(afterDays * DAY));
  const script = {
    ...learner,
    events: events.map(({ afterDays, type, data }) => ({ at: at(afterDays), type, data })),
    zoneChanges: [],
    commands: inOrder(commands).map((command) => ({ at: at(command.afterDays), ...scripted(command) })),
  };
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

/** The place of what is given, beside those of what is expected. */
const GIVEN = -1;

/** What operators are said to do and could not: of such a test nobody knows what it shows. */
function unfit({ commands = [] }: FlowTestGiven, { record, names }: Run): FlowTestOutcome['failures'] {
  const answers = record.commands.flatMap((one) => (one.type === 'answered' ? [one] : []));
  return inOrder(commands).flatMap((command, index) => {
    const answer = answers[index];
    if (answer?.accepted === true) return [];
    const why = answer?.detail ?? 'The run is over by then.';
    return [{ index: GIVEN, message: `It does not fit that ${sayCommand(command, names)}: ${why}` }];
  });
}

/** Runs one of the author's tests: the learner it is about, through the drawing, in the engine of the live runs. */
export function runFlowTest(plan: Plan, course: CrowdCourse, test: FlowTestCase): FlowTestOutcome {
  const scenario = scenarioOf(plan, course, test.given);
  const record = new Record(scenario.enrolledAt);
  const { entries, visits, state } = simulate(plan, scenario, (command) => record.commands.push(command));
  const names = { steps: plan.definition.steps, modules: course.modules };
  const run = { record, outcome: state.finished?.outcome ?? 'open', names, zone: scenario.learnerZone };
  const unmet = test.expect.flatMap((expectation, index) => {
    const verdict = judge(expectation, run);
    return verdict === null ? [] : [{ index, message: `${sayExpectation(expectation, names)}: ${verdict}.` }];
  });
  const failures = [...unfit(test.given, run), ...unmet];
  const { zone } = run;
  return { passed: failures.length === 0, failures, timeline: entries, visits, zone };
}
