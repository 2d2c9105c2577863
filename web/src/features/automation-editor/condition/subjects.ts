import type { Catalogue } from '@gradus/flow';
import { isNumeric } from '../../../canvas/words/condition-rows.ts';
import type {
  ConditionRow,
  ModuleField,
  PhaseField,
  RowSubject,
} from '../../../canvas/words/condition-rows.ts';

/** What a condition can be about, before the field of a week or phase is chosen. */
export function topicChoices(catalogue: Catalogue) {
  const phases = [...new Set(catalogue.modules.map((module) => module.phase))];
  return [
    { value: 'fact:progress', label: 'Progress in the course' },
    { value: 'fact:requirementsMet', label: 'All required work' },
    { value: 'fact:certified', label: 'The certificate' },
    { value: 'fact:daysSinceEnrollment', label: 'Days since enrollment' },
    ...phases.map((key) => ({ value: `phase:${key}`, label: `Phase: ${key.replaceAll('-', ' ')}` })),
    ...catalogue.modules.map(({ key, position, title }) => ({
      value: `module:${key}`,
      label: `Week ${position}: ${title}`,
    })),
  ];
}

export function topicOf(subject: RowSubject): string {
  return subject.kind === 'fact' ? `fact:${subject.name}` : `${subject.kind}:${subject.key}`;
}

/** The row about another topic, with the nearest field that topic has. */
export function withTopic(row: ConditionRow, topic: string): ConditionRow {
  const [kind, key = ''] = [topic.slice(0, topic.indexOf(':')), topic.slice(topic.indexOf(':') + 1)];
  const field = row.subject.kind === 'fact' ? 'completed' : row.subject.field;
  if (kind === 'module')
    return asRow({ kind: 'module', key, field: isModuleField(field) ? field : 'completed' }, row);
  if (kind === 'phase')
    return asRow({ kind: 'phase', key, field: isPhaseField(field) ? field : 'completed' }, row);
  return asRow({ kind: 'fact', name: key as Extract<RowSubject, { kind: 'fact' }>['name'] }, row);
}

/** Keeps what still fits: a comparison for numbers, a yes or no for the rest. */
export function asRow(subject: RowSubject, before: ConditionRow): ConditionRow {
  if (!isNumeric(subject)) return { subject, expected: 'expected' in before ? before.expected : true };
  if ('comparison' in before) return { ...before, subject };
  return { subject, comparison: '>=', value: 50 };
}

export const moduleFields: { value: ModuleField; label: string }[] = [
  { value: 'completed', label: 'completed' },
  { value: 'released', label: 'open' },
  { value: 'submitted', label: 'handed in' },
  { value: 'graded', label: 'graded' },
  { value: 'passed', label: 'passed' },
  { value: 'score', label: 'best score, %' },
  { value: 'lessonsDone', label: 'lessons done' },
];

export const phaseFields: { value: PhaseField; label: string }[] = [
  { value: 'completed', label: 'completed' },
  { value: 'progress', label: 'progress, %' },
];

/** "met" in "is met": what is said after is / is not when the topic itself has no field. */
export const factWords: Record<string, string> = { requirementsMet: 'done', certified: 'issued' };

const isModuleField = (field: string): field is ModuleField =>
  moduleFields.some(({ value }) => value === field);
const isPhaseField = (field: string): field is PhaseField => phaseFields.some(({ value }) => value === field);
