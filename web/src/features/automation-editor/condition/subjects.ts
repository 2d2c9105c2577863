import type { Catalogue } from '@gradus/flow';
import { isNumeric } from '../../../canvas/words/condition-rows.ts';
import type {
  ConditionRow,
  CourseRow,
  ModuleField,
  PhaseField,
  RowSubject,
} from '../../../canvas/words/condition-rows.ts';

/** What the school and the drawing know besides the course. */
export interface KnownNames {
  tags: readonly string[];
  fields: readonly string[];
  variables: readonly string[];
}

/** What a condition can be about, before the field of a week or phase is chosen. */
export function topicChoices(catalogue: Catalogue, names: KnownNames) {
  const phases = new Map(catalogue.modules.map(({ phase, phaseTitle }) => [phase, phaseTitle]));
  return [
    { value: 'fact:progress', label: 'Progress in the course' },
    { value: 'fact:requirementsMet', label: 'All required work' },
    { value: 'fact:awaitsGrade', label: 'Work that was handed in' },
    { value: 'fact:certified', label: 'The certificate' },
    { value: 'fact:daysSinceEnrollment', label: 'Days since enrollment' },
    ...[...phases].map(([key, title]) => ({
      value: `phase:${key}`,
      label: `Phase: ${title ?? key.replaceAll('-', ' ')}`,
    })),
    ...catalogue.modules.map(({ key, position, title }) => ({
      value: `module:${key}`,
      label: `Week ${position}: ${title}`,
    })),
    ...names.tags.map((tag) => ({ value: `tag:${tag}`, label: `Tag: ${tag}` })),
    ...names.fields.map((name) => ({ value: `field:${name}`, label: `Field: ${name}` })),
    ...names.variables.map((name) => ({ value: `variable:${name}`, label: `Variable: ${name}` })),
  ];
}

export function topicOf(row: ConditionRow): string {
  if ('tag' in row) return `tag:${row.tag}`;
  if ('of' in row) return `${row.of.kind}:${row.of.name}`;
  const { subject } = row;
  return subject.kind === 'fact' ? `fact:${subject.name}` : `${subject.kind}:${subject.key}`;
}

const PLAIN: ConditionRow = { subject: { kind: 'fact', name: 'progress' }, comparison: '>=', value: 50 };

/** The row about another topic, with the nearest field that topic has. */
export function withTopic(row: ConditionRow, topic: string): ConditionRow {
  const [kind, key = ''] = [topic.slice(0, topic.indexOf(':')), topic.slice(topic.indexOf(':') + 1)];
  if (kind === 'tag') return { tag: key, expected: 'expected' in row ? row.expected : true };
  if (kind === 'field' || kind === 'variable')
    return 'of' in row
      ? { ...row, of: { kind, name: key } }
      : { of: { kind, name: key }, comparison: '==', literal: '' };
  if (!('subject' in row)) return withTopic(PLAIN, topic);
  const field = row.subject.kind === 'fact' ? 'completed' : row.subject.field;
  if (kind === 'module')
    return asRow({ kind: 'module', key, field: isModuleField(field) ? field : 'completed' }, row);
  if (kind === 'phase')
    return asRow({ kind: 'phase', key, field: isPhaseField(field) ? field : 'completed' }, row);
  return asRow({ kind: 'fact', name: key as Extract<RowSubject, { kind: 'fact' }>['name'] }, row);
}

/** Keeps what still fits: a comparison for numbers, a yes or no for the rest. */
export function asRow(subject: RowSubject, before: CourseRow): CourseRow {
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
export const factWords: Record<string, string> = {
  requirementsMet: 'done',
  awaitsGrade: 'waiting for its grade',
  certified: 'issued',
};

const isModuleField = (field: string): field is ModuleField =>
  moduleFields.some(({ value }) => value === field);
const isPhaseField = (field: string): field is PhaseField => phaseFields.some(({ value }) => value === field);
