import type {
  BehaviourName,
  FlowExpectation,
  FlowTest,
  FlowTestCommand,
  FlowTestGiven,
  WriteFlowTest,
} from '@gradus/contracts';
import {
  decisionsIn,
  outcomesIn,
  stepOpen,
  USUAL_DAYS,
  valueOf,
  type Happening,
} from '../trying/learner-script.ts';

/** A test while it is being written. */
export interface TestDraft {
  name: string;
  behaviour: BehaviourName;
  weeks: Record<string, BehaviourName>;
  /** ISO; a test is about a fixed day, so that it says the same whenever it is run. */
  enrolledAt: string;
  learnerZone: string;
  happenings: Happening[];
  expect: FlowExpectation[];
}

/** What a test can hold of what may happen. */
export const OF_A_TEST = ['event', 'operator', 'effect', 'decision', 'tag', 'field', 'variable'] as const;

const named = (behaviour: FlowTestGiven['behaviour']): BehaviourName =>
  typeof behaviour === 'string' ? behaviour : 'diligent';

/** A test that is there, or a first one, to be written on. */
export function draftOfTest(test: FlowTest | null, zone: string, now: Date): TestDraft {
  const given = test?.given;
  const id = () => crypto.randomUUID();
  return {
    name: test?.name ?? '',
    behaviour: named(given?.behaviour ?? 'diligent'),
    weeks: Object.fromEntries(Object.entries(given?.modules ?? {}).map(([key, one]) => [key, named(one)])),
    enrolledAt: given?.enrolledAt ?? now.toISOString(),
    learnerZone: given?.learnerZone ?? zone,
    happenings: [
      ...(given?.events ?? []).map(({ afterDays, type }) => ({
        id: id(),
        kind: 'event' as const,
        day: afterDays,
        type,
      })),
      ...(given?.commands ?? []).map(({ afterDays: day, name, ...rest }) => ({
        id: id(),
        kind: 'operator' as const,
        day,
        name,
        stepId: '',
        ...rest,
      })),
      ...(given?.outcomes ?? []).flatMap((one): Happening[] => {
        const { stepId, outcome, result } = one;
        const effect = {
          id: id(),
          kind: 'effect' as const,
          stepId,
          ...(one.try === 1 && { firstOnly: true }),
        };
        if (outcome !== 'done') return [{ ...effect, outcome }];
        return result?.['status'] === 'declined' ? [{ ...effect, outcome: 'declined' }] : [];
      }),
      ...(given?.decisions ?? []).map(({ stepId, decision, afterHours = 2 }) => ({
        id: id(),
        kind: 'decision' as const,
        stepId,
        decision,
        afterHours,
      })),
      ...(given?.tags ?? []).map((tag) => ({ id: id(), kind: 'tag' as const, tag })),
      ...Object.entries(given?.fields ?? {}).map(([name, value]) => ({
        id: id(),
        kind: 'field' as const,
        name,
        value: String(value),
      })),
      ...Object.entries(given?.vars ?? {}).map(([name, value]) => ({
        id: id(),
        kind: 'variable' as const,
        name,
        value: String(value),
      })),
    ],
    expect: test?.expect ?? [{ kind: 'outcome', outcome: 'completed' }],
  };
}

/** What operators do, as a test has it; nothing when they do nothing. */
function commandsIn(happenings: readonly Happening[]): { commands?: FlowTestCommand[] } {
  const commands = happenings.flatMap((one): FlowTestCommand[] => {
    if (one.kind !== 'operator') return [];
    const { name, day: afterDays, stepId, port, byDays = USUAL_DAYS } = one;
    if (name === 'pause' || name === 'resume' || name === 'exit') return [{ name, afterDays }];
    if (name === 'postpone') return [{ name, afterDays, stepId, byDays }];
    if (name !== 'skip') return [{ name, afterDays, stepId }];
    return [{ name, afterDays, stepId, ...(port !== undefined && { port }) }];
  });
  return commands.length === 0 ? {} : { commands };
}

/** What is kept of it. */
export function testOfDraft(draft: TestDraft): WriteFlowTest {
  const { name, behaviour, weeks, enrolledAt, learnerZone, happenings, expect } = draft;
  const pairs = (kind: 'field' | 'variable') =>
    Object.fromEntries(
      happenings.flatMap((one) =>
        one.kind === kind && one.name.trim() !== '' ? [[one.name.trim(), valueOf(one.value)]] : [],
      ),
    );
  return {
    name: name.trim(),
    given: {
      behaviour,
      modules: weeks,
      enrolledAt,
      learnerZone,
      events: happenings.flatMap((one) =>
        one.kind === 'event' ? [{ afterDays: one.day, type: one.type, data: {} }] : [],
      ),
      outcomes: outcomesIn(happenings),
      decisions: decisionsIn(happenings),
      ...commandsIn(happenings),
      tags: happenings.flatMap((one) =>
        one.kind === 'tag' && one.tag.trim() !== '' ? [one.tag.trim()] : [],
      ),
      fields: pairs('field'),
      vars: pairs('variable'),
    },
    expect,
  };
}

/** What keeps a test from being saved; null: nothing. */
export function testProblem({ name, expect, happenings }: TestDraft): string | null {
  if (name.trim() === '') return 'Give the test a name.';
  if (expect.length === 0) return 'Expect at least one thing.';
  if (happenings.some((one) => one.kind === 'operator' && stepOpen(one)))
    return 'Choose the step at which the operator does something.';
  const open = expect.some(
    (one) => ('stepId' in one && one.stepId === '') || ('module' in one && one.module === ''),
  );
  return open ? 'Choose the step or week of every expectation.' : null;
}
