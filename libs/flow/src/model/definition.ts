import { z } from 'zod';

/** Stable inside an automation, across its versions, and never reused for another step. */
export const StepId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a step id starts with a letter; lower-case letters, digits, - and _')
  .refine((id) => id !== 'constructor', 'every object has a "constructor": choose another id');
export type StepId = z.infer<typeof StepId>;

/** `minutes` and `hours` are exact; `days` and `weeks` are calendar days in the step's zone (24 h each when it has none). */
export const Duration = z.strictObject({
  amount: z.number().int().min(0).max(10_000),
  unit: z.enum(['minutes', 'hours', 'days', 'weeks']),
});
export type Duration = z.infer<typeof Duration>;

/** Whose clock on the wall counts. `none`: exact elapsed time, no calendar. */
export const Zone = z.enum(['learner', 'school', 'none']);
export type Zone = z.infer<typeof Zone>;

/** A time of day, `HH:MM`, 24 hours. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as HH:MM');
/** A calendar date, `YYYY-MM-DD`; that it exists is checked by `compile`. */
export const LocalDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');

/** The first moment at or after a given one that is one of these weekdays (1 = Monday ... 7 = Sunday) at this time. */
export const WeekdayTime = z.strictObject({
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  time: LocalTime,
});
export type WeekdayTime = z.infer<typeof WeekdayTime>;

/** A CEL expression over `facts` and `vars`; see `conditions/environment.ts` for the names it may use. */
export const Condition = z.string().min(1).max(2_000);

/** A domain event's type: lower-case words joined by dots, past tense last. */
export const EventType = z.string().regex(/^[a-z]+(\.[a-z]+)+$/, 'an event type such as module.completed');

/** When a module opens. `snap` moves the computed moment to the next such weekday and local time. */
export const ReleasePolicy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('afterEnrollment'), days: z.number().int().min(0).max(3_650) }),
  z.strictObject({ kind: z.literal('afterPreviousRelease'), days: z.number().int().min(0).max(3_650) }),
  z.strictObject({ kind: z.literal('afterPreviousCompletion'), days: z.number().int().min(0).max(3_650) }),
  z.strictObject({ kind: z.literal('date'), date: LocalDate, time: LocalTime }),
]);
export type ReleasePolicy = z.infer<typeof ReleasePolicy>;

const TriggerConfig = z.strictObject({
  on: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('enrolled') }),
    z.strictObject({ kind: z.literal('event'), event: EventType, where: Condition.optional() }),
    z.strictObject({ kind: z.literal('manual') }),
  ]),
});

const ReleaseConfig = z.strictObject({
  module: z.string().min(1),
  policy: ReleasePolicy,
  snap: WeekdayTime.optional(),
  zone: z.enum(['learner', 'school']),
});

const WaitConfig = z.strictObject({
  for: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('duration'), duration: Duration }),
    z.strictObject({ kind: z.literal('until'), date: LocalDate, time: LocalTime }),
    z.strictObject({ kind: z.literal('weekday'), at: WeekdayTime }),
  ]),
  zone: Zone,
});

const WaitForConfig = z.strictObject({
  for: z.discriminatedUnion('kind', [
    /** The next such event after arriving here; an event that can happen only once also counts when it is past. */
    z.strictObject({ kind: z.literal('event'), event: EventType, where: Condition.optional() }),
    z.strictObject({ kind: z.literal('facts'), condition: Condition }),
  ]),
  /** Without one the learner may wait here for ever; the `timeout` port exists only with one. */
  timeout: Duration.optional(),
  zone: Zone,
});

const BranchConfig = z.strictObject({
  /** Tried in order; the first that holds names the port. None holds: port `otherwise`. */
  branches: z
    .array(z.strictObject({ id: StepId, title: z.string().min(1).max(80), condition: Condition }))
    .min(1)
    .max(12),
});

const MessageConfig = z.strictObject({
  category: z.enum(['transactional', 'marketing']),
  subject: z.string().min(1).max(200),
  /** Markdown with {{variables}}; the names are listed in `message-variables.ts`. */
  body: z.string().min(1).max(20_000),
  /** How long after it was queued it is still worth delivering. */
  validFor: Duration.optional(),
  /** Off by default: a message never holds back a learner. On: the step waits for delivery and has an `error` port. */
  waitForDelivery: z.boolean().default(false),
});

const AssessConfig = z.strictObject({
  module: z.string().min(1),
  /** Counted from entering the step; the learner's submission counts when it was handed in by then. */
  due: Duration.optional(),
  zone: Zone,
});

const CertifyConfig = z.strictObject({});
const EndConfig = z.strictObject({ outcome: z.enum(['completed', 'ended']) });

const step = <K extends string, C extends z.ZodType>(kind: K, config: C) =>
  z.strictObject({
    kind: z.literal(kind),
    title: z.string().min(1).max(120),
    note: z.string().max(2_000).optional(),
    config,
  });

/** One box. `kind` names its behaviour, `config` is the kind's own shape. */
export const Step = z.discriminatedUnion('kind', [
  step('trigger', TriggerConfig),
  step('release', ReleaseConfig),
  step('wait', WaitConfig),
  step('waitFor', WaitForConfig),
  step('branch', BranchConfig),
  step('message', MessageConfig),
  step('assess', AssessConfig),
  step('certify', CertifyConfig),
  step('end', EndConfig),
]);
export type Step = z.infer<typeof Step>;
export type StepKind = Step['kind'];
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;

/** A line from a named port to a step. `back` marks a loop and must be said by name. */
export const Edge = z.strictObject({
  from: StepId,
  port: StepId,
  to: StepId,
  back: z.boolean().optional(),
});
export type Edge = z.infer<typeof Edge>;

/** How often one subject may enter: once, again after the last run ended, always, or once per value of `key`. */
export const EntryRule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('once') }),
  z.strictObject({ rule: z.literal('afterEnd') }),
  z.strictObject({ rule: z.literal('always') }),
  z.strictObject({ rule: z.literal('keyed'), key: Condition }),
]);

/** What holds for the automation as a whole. */
export const Settings = z.strictObject({
  /** An event of one of these types ends the run with outcome `exited`. */
  exitOn: z.array(EventType).default([]),
});

/** What is saved, drawn and executed. Layout is apart: moving a box is no change of meaning. */
export const Definition = z.strictObject({
  schemaVersion: z.literal(1),
  trigger: StepId,
  entry: EntryRule,
  steps: z
    .record(StepId, Step)
    .refine((steps) => Object.keys(steps).length <= 2_000, 'an automation holds at most 2,000 steps'),
  edges: z.array(Edge),
  settings: Settings,
});
export type Definition = z.infer<typeof Definition>;

/** Where the boxes stand, in canvas units. Steps without an entry are laid out automatically. */
export const Layout = z.record(StepId, z.strictObject({ x: z.number(), y: z.number() }));
export type Layout = z.infer<typeof Layout>;
