import type { BehaviourName, SimulateAutomation } from '@gradus/contracts';
import { localDateTime } from '@gradus/flow';
import type { z } from 'zod';

/** Something that happens to an imagined learner beside their work, so many days after the enrollment. */
export type Happening =
  | { id: string; kind: 'event'; day: number; type: string }
  | { id: string; kind: 'zone'; day: number; zone: string }
  | {
      id: string;
      kind: 'operator';
      day: number;
      name: OperatorMove;
      stepId: string;
      port?: string;
      byDays?: number;
    }
  | { id: string; kind: 'effect'; stepId: string; outcome: Failure; firstOnly?: boolean }
  | { id: string; kind: 'decision'; stepId: string; decision: ScriptedDecision; afterHours: number }
  | { id: string; kind: 'tag'; tag: string }
  | { id: string; kind: 'field' | 'variable'; name: string; value: string };
/** `declined`: of a step that takes money, the card says no. */
type Failure = 'refused' | 'declined' | 'unknown';
type Script = z.input<typeof SimulateAutomation>;
type Outcomes = NonNullable<Script['outcomes']>;
type Decisions = NonNullable<Script['decisions']>;
/** What somebody of the school makes of a task; `never`: nobody decides. */
export type ScriptedDecision = Decisions[number]['decision'];
export type OperatorMove = 'retry' | 'skip' | 'releaseNow' | 'postpone' | 'exit' | 'pause' | 'resume';

export const ABOUT_A_STEP: ReadonlySet<OperatorMove> = new Set(['releaseNow', 'skip', 'postpone', 'retry']);

/** Whether it still has to be said at which step an operator does something. */
export const stepOpen = ({ name, stepId }: Of<'operator'>) => ABOUT_A_STEP.has(name) && stepId === '';

/** By how long something is put off when nobody says otherwise. */
export const USUAL_DAYS = 1;

/** What an author says about an imagined learner. */
export interface LearnerForm {
  /** As mails name them. */
  name: string;
  behaviour: BehaviourName;
  /** Where a week differs from the rest, by module key. */
  weeks: Record<string, BehaviourName>;
  /** `YYYY-MM-DD` and `HH:MM`, by the clock of `zone`. */
  enrolledOn: string;
  enrolledTime: string;
  zone: string;
  happenings: Happening[];
}

const DAY = 86_400_000;
const MINUTE = 60_000;

/** A number or yes or no where it reads like one, else the text: what conditions compare with. */
export function valueOf(text: string): string | number | boolean {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
}

/** The moment of the enrollment; null: the date is not complete. */
export function enrolledAtOf({ enrolledOn, enrolledTime, zone }: LearnerForm): number | null {
  try {
    return localDateTime(enrolledOn, enrolledTime, zone);
  } catch {
    return null;
  }
}

type Of<K extends Happening['kind']> = Extract<Happening, { kind: K }>;

/** What becomes of effects, as a script has it; without a step it says nothing yet. */
export const outcomesIn = (happenings: readonly Happening[]): Outcomes =>
  happenings.flatMap((one): Outcomes => {
    if (one.kind !== 'effect' || one.stepId === '') return [];
    const { stepId, outcome, firstOnly } = one;
    const place = { stepId, ...(firstOnly === true && { try: 1 }) };
    return outcome === 'declined'
      ? [{ ...place, outcome: 'done', result: { status: 'declined' } }]
      : [{ ...place, outcome }];
  });

/** What is decided about tasks, as a script has it. */
export const decisionsIn = (happenings: readonly Happening[]): Decisions =>
  happenings.flatMap((one): Decisions => {
    if (one.kind !== 'decision' || one.stepId === '') return [];
    const { stepId, decision, afterHours } = one;
    return decision === 'never' ? [{ stepId, decision }] : [{ stepId, decision, afterHours }];
  });

/** The script that an author has put together. */
export function scriptOf(form: LearnerForm, now: number): Script {
  const { behaviour, weeks, zone, happenings } = form;
  const enrolledAt = enrolledAtOf(form) ?? now;
  const at = (day: number) => new Date(enrolledAt + day * DAY).toISOString();
  const all = <K extends Happening['kind']>(kind: K) =>
    happenings.filter((one): one is Of<K> => one.kind === kind);
  const named = (kind: 'field' | 'variable') =>
    Object.fromEntries(
      all(kind)
        .filter(({ name }) => name.trim() !== '')
        .map(({ name, value }) => [name.trim(), valueOf(value)]),
    );
  return {
    behaviour,
    learnerZone: zone,
    enrolledAt: at(0),
    modules: weeks,
    events: all('event').map(({ day, type }) => ({ at: at(day), type })),
    zoneChanges: all('zone').map((one) => ({ at: at(one.day), zone: one.zone })),
    commands: all('operator').map(({ day, name, stepId, port, byDays = USUAL_DAYS }) => ({
      at: at(day),
      name,
      ...(stepId === '' ? {} : { stepId }),
      ...(name === 'skip' && port !== undefined && { port }),
      ...(name === 'postpone' && { byMinutes: Math.max(1, Math.round((byDays * DAY) / MINUTE)) }),
    })),
    outcomes: outcomesIn(happenings),
    decisions: decisionsIn(happenings),
    tags: all('tag').flatMap(({ tag }) => (tag.trim() === '' ? [] : [tag.trim()])),
    fields: named('field'),
    vars: named('variable'),
  };
}
