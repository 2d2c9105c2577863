import { z } from 'zod';
import { Settings } from './settings.ts';
import { SetFieldConfig, TagConfig } from './steps/acting.ts';
import { ForEachModuleConfig, JoinConfig, ParallelConfig } from './steps/blocks.ts';
import { AlertConfig, ApproveConfig, TaskConfig } from './steps/asking.ts';
import { MessageConfig } from './steps/contact.ts';
import {
  AssessConfig,
  CertifyConfig,
  GradeConfig,
  ReleaseConfig,
  RelockConfig,
  RevokeConfig,
} from './steps/course.ts';
import { CallAutomationConfig, GenerateConfig, WebhookConfig } from './steps/outside.ts';
import {
  ChargeConfig,
  EndEntitlementConfig,
  GrantConfig,
  RefundConfig,
  SubscribeConfig,
} from './steps/money.ts';
import { TriggerConfig } from './steps/starting.ts';
import { WaitConfig, WaitForConfig } from './steps/time.ts';
import { Condition, StepId } from './steps/values.ts';
import {
  BranchConfig,
  EndConfig,
  ExitConfig,
  FilterConfig,
  GoalConfig,
  GoToConfig,
  SplitConfig,
} from './steps/ways.ts';

export { BlackoutDates, Settings } from './settings.ts';
export type { Recurrence } from './steps/starting.ts';
export { JsonPath, VariableName, type HandedValue, type SentValue } from './steps/outside.ts';
export { Addressee } from './steps/asking.ts';
export { ReleasePolicy } from './steps/course.ts';
export { CourseDate } from './steps/time.ts';
export type { FieldType, FieldValue } from '@gradus/contracts';
export {
  Condition,
  Duration,
  EventType,
  LocalDate,
  LocalTime,
  LONGEST_REASON,
  StepId,
  TimeWindow,
  WeekdayTime,
  Zone,
} from './steps/values.ts';

/** The schema number of a definition that this engine writes. Older ones are brought up by `definition-upgrades.ts`. */
export const DEFINITION_SCHEMA = 2;

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
  step('relock', RelockConfig),
  step('wait', WaitConfig),
  step('waitFor', WaitForConfig),
  step('branch', BranchConfig),
  step('split', SplitConfig),
  step('filter', FilterConfig),
  step('goTo', GoToConfig),
  step('goal', GoalConfig),
  step('exit', ExitConfig),
  step('parallel', ParallelConfig),
  step('forEachModule', ForEachModuleConfig),
  step('join', JoinConfig),
  step('message', MessageConfig),
  step('assess', AssessConfig),
  step('grade', GradeConfig),
  step('certify', CertifyConfig),
  step('revoke', RevokeConfig),
  step('tag', TagConfig),
  step('setField', SetFieldConfig),
  step('webhook', WebhookConfig),
  step('callAutomation', CallAutomationConfig),
  step('generate', GenerateConfig),
  step('charge', ChargeConfig),
  step('subscribe', SubscribeConfig),
  step('refund', RefundConfig),
  step('grant', GrantConfig),
  step('endEntitlement', EndEntitlementConfig),
  step('approve', ApproveConfig),
  step('task', TaskConfig),
  step('alert', AlertConfig),
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

/** Colours of a group note, by how they look: they mean nothing by themselves. */
export const NOTE_TONES = ['stone', 'sand', 'sky', 'leaf', 'rose'] as const;

/**
 * A remark on the drawing that frames the steps it is about, or stands alone. Never executed: no plan knows of it, and no
 * learner meets it.
 */
export const GroupNote = z.strictObject({
  text: z.string().min(1).max(2_000),
  tone: z.enum(NOTE_TONES),
  /** The steps it frames; none: it stands alone, at its place in the layout. */
  steps: z.array(StepId).max(2_000),
  /** Of one that stands alone, in canvas units. Left out: a usual size. */
  size: z
    .strictObject({ width: z.number().min(80).max(2_000), height: z.number().min(48).max(2_000) })
    .optional(),
});
export type GroupNote = z.infer<typeof GroupNote>;
export type NoteTone = GroupNote['tone'];

/** What is saved, drawn and executed. Layout is apart: moving a box is no change of meaning. */
export const Definition = z.strictObject({
  schemaVersion: z.literal(DEFINITION_SCHEMA),
  trigger: StepId,
  entry: EntryRule,
  steps: z
    .record(StepId, Step)
    .refine((steps) => Object.keys(steps).length <= 2_000, 'an automation holds at most 2,000 steps'),
  edges: z.array(Edge),
  settings: Settings,
  /** By an id that no step has. */
  notes: z
    .record(StepId, GroupNote)
    .refine((notes) => Object.keys(notes).length <= 200, 'an automation holds at most 200 group notes')
    .optional(),
});
export type Definition = z.infer<typeof Definition>;

/** Where the boxes stand, and the notes that stand alone, in canvas units. What has no entry is laid out automatically. */
export const Layout = z.record(StepId, z.strictObject({ x: z.number(), y: z.number() }));
export type Layout = z.infer<typeof Layout>;
