import { parsePersonRow, printPersonRow } from './person-rows.ts';

export const FACT_NAMES = [
  'progress',
  'requirementsMet',
  'awaitsGrade',
  'certified',
  'daysSinceEnrollment',
] as const;
export type FactName = (typeof FACT_NAMES)[number];

/**
 * The part of CEL that the condition builder can show as rows: simple comparisons over facts and variables, all joined
 * by one word. Everything else stays text; nothing is ever lost by opening it.
 */
export type RowSubject =
  | { kind: 'fact'; name: FactName }
  | { kind: 'module'; key: string; field: ModuleField }
  | { kind: 'phase'; key: string; field: PhaseField };

/** What is noted about the person, or a variable of the run: of any type. */
export interface ValueSubject {
  kind: 'field' | 'variable';
  name: string;
}
export type Literal = string | number | boolean;

export const MODULE_FIELDS = [
  'completed',
  'released',
  'submitted',
  'graded',
  'passed',
  'score',
  'lessonsDone',
] as const;
export type ModuleField = (typeof MODULE_FIELDS)[number];
export const PHASE_FIELDS = ['completed', 'progress'] as const;
export type PhaseField = (typeof PHASE_FIELDS)[number];

export const COMPARISONS = ['>=', '<=', '>', '<', '==', '!='] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A row about the course. A yes-or-no subject has only `expected`; a number has a comparison and a value. */
export type CourseRow =
  { subject: RowSubject; expected: boolean } | { subject: RowSubject; comparison: Comparison; value: number };

/** Whether a tag is on the person. */
export interface TagRow {
  tag: string;
  expected: boolean;
}

/** What a field or a variable is compared with. */
export interface ValueRow {
  of: ValueSubject;
  comparison: Comparison;
  literal: Literal;
}

export type ConditionRow = CourseRow | TagRow | ValueRow;

export interface ConditionRows {
  join: 'all' | 'any';
  rows: ConditionRow[];
}

const NUMBERS = new Set(['progress', 'daysSinceEnrollment', 'score', 'lessonsDone']);

export function isNumeric(subject: RowSubject): boolean {
  return NUMBERS.has(subject.kind === 'fact' ? subject.name : subject.field);
}

export function printRows({ join, rows }: ConditionRows): string {
  return rows.map(printRow).join(join === 'all' ? ' && ' : ' || ');
}

function printRow(row: ConditionRow): string {
  if ('tag' in row || 'of' in row) return printPersonRow(row);
  const path = printSubject(row.subject);
  if ('comparison' in row) return `${path} ${row.comparison} ${row.value}`;
  return row.expected ? path : `!${path}`;
}

function printSubject(subject: RowSubject): string {
  if (subject.kind === 'fact') return `facts.${subject.name}`;
  const list = subject.kind === 'module' ? 'modules' : 'phases';
  return `facts.${list}[${JSON.stringify(subject.key)}].${subject.field}`;
}

/** null: more than the builder can show. */
export function parseRows(condition: string): ConditionRows | null {
  const text = condition.trim();
  const byAnd = text.split('&&');
  const byOr = text.split('||');
  if (byAnd.length > 1 && byOr.length > 1) return null;
  const join = byOr.length > 1 ? 'any' : 'all';
  const rows = (join === 'any' ? byOr : byAnd).map(parseRow);
  return rows.every((row) => row !== null) ? { join, rows } : null;
}

const ROW = /^(!?)\s*([^\s!<>=()]+)\s*(?:(>=|<=|==|!=|>|<)\s*(true|false|-?\d+(?:\.\d+)?))?$/;

function parseRow(text: string): ConditionRow | null {
  return parsePersonRow(text.trim()) ?? parseCourseRow(text);
}

function parseCourseRow(text: string): CourseRow | null {
  const match = ROW.exec(text.trim());
  if (!match) return null;
  const [, not, path, comparison, literal] = match;
  const subject = parseSubject(path ?? '');
  if (!subject) return null;
  if (isNumeric(subject)) return numberRow(subject, not, comparison, literal);
  if (comparison === undefined) return { subject, expected: not !== '!' };
  if (not === '!' || (literal !== 'true' && literal !== 'false')) return null;
  if (comparison !== '==' && comparison !== '!=') return null;
  return { subject, expected: (literal === 'true') === (comparison === '==') };
}

function numberRow(
  subject: RowSubject,
  not?: string,
  comparison?: string,
  literal?: string,
): CourseRow | null {
  const value = Number(literal);
  const known = COMPARISONS.find((candidate) => candidate === comparison);
  if (not === '!' || !known || literal === undefined || Number.isNaN(value)) return null;
  return { subject, comparison: known, value };
}

const LISTED = /^facts\.(modules|phases)(?:\[\s*(?:"([^"]+)"|'([^']+)')\s*\]|\.([A-Za-z_]\w*))\.(\w+)$/;

function parseSubject(path: string): RowSubject | null {
  const listed = LISTED.exec(path);
  if (!listed) {
    const name = path.replace(/^facts\./, '');
    if (path === name) return null;
    return isFactName(name) ? { kind: 'fact', name } : null;
  }
  const key = listed[2] ?? listed[3] ?? listed[4] ?? '';
  if (listed[1] === 'modules') {
    const field = MODULE_FIELDS.find((candidate) => candidate === listed[5]);
    return field ? { kind: 'module', key, field } : null;
  }
  const field = PHASE_FIELDS.find((candidate) => candidate === listed[5]);
  return field ? { kind: 'phase', key, field } : null;
}

function isFactName(name: string): name is FactName {
  return FACT_NAMES.some((known) => known === name);
}
