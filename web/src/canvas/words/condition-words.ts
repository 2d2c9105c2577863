import { CURRENT_MODULE } from '@gradus/flow';
import type { Catalogue } from '@gradus/flow';
import { parseRows } from './condition-rows.ts';
import type { Comparison, ConditionRow, ModuleField, RowSubject, ValueRow } from './condition-rows.ts';

/** A condition as a clause: "week 3 is passed and progress is at least 50 %". What the builder cannot show stays CEL. */
export function sayCondition(condition: string, catalogue: Catalogue): string {
  const parsed = parseRows(condition);
  if (!parsed) return condition;
  return parsed.rows.map((row) => sayRow(row, catalogue)).join(parsed.join === 'all' ? ' and ' : ' or ');
}

function sayValueRow({ of, comparison, literal }: ValueRow): string {
  const subject = `${of.kind === 'field' ? 'the field' : 'the variable'} “${of.name}”`;
  if (typeof literal === 'number') return `${subject} is ${COMPARED[comparison]} ${literal}`;
  const value = typeof literal === 'string' ? `“${literal}”` : literal ? 'yes' : 'no';
  return `${subject} is ${comparison === '==' ? '' : 'not '}${value}`;
}

function sayRow(row: ConditionRow, catalogue: Catalogue): string {
  if ('of' in row) return sayValueRow(row);
  if ('tag' in row) return `the tag “${row.tag}” is ${row.expected ? 'on' : 'not on'}`;
  const subject = saySubject(row.subject, catalogue);
  if ('comparison' in row) {
    const unit = percentage(row.subject) ? ' %' : '';
    return `${subject} is ${COMPARED[row.comparison]} ${row.value}${unit}`;
  }
  const word = row.subject.kind === 'fact' ? FACT_WORD[row.subject.name] : row.subject.field;
  if (row.subject.kind === 'fact' && row.subject.name === 'requirementsMet') {
    return row.expected ? 'all required work is done' : 'required work is still missing';
  }
  if (row.subject.kind === 'fact' && row.subject.name === 'awaitsGrade') {
    return row.expected ? 'work that was handed in waits for its grade' : 'no work waits for its grade';
  }
  return `${subject} is ${row.expected ? '' : 'not '}${word}`;
}

const FACT_WORD = {
  progress: 'progress',
  requirementsMet: 'met',
  awaitsGrade: 'waiting for its grade',
  certified: 'certified',
  daysSinceEnrollment: 'days',
};

const COMPARED: Record<Comparison, string> = {
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'less than',
  '==': 'exactly',
  '!=': 'not',
};

const MODULE_SUBJECT: Partial<Record<ModuleField, string>> = {
  score: 'the score of ',
  lessonsDone: 'the number of lessons done in ',
};

function saySubject(subject: RowSubject, catalogue: Catalogue): string {
  if (subject.kind === 'module')
    return `${MODULE_SUBJECT[subject.field] ?? ''}${weekOf(subject.key, catalogue)}`;
  if (subject.kind === 'phase') {
    const phase = phaseOf(subject.key, catalogue);
    return subject.field === 'progress' ? `progress in ${phase}` : phase;
  }
  return {
    progress: 'progress',
    requirementsMet: 'the work',
    awaitsGrade: 'the work that was handed in',
    certified: 'the learner',
    daysSinceEnrollment: 'the number of days since enrollment',
  }[subject.name];
}

function phaseOf(key: string, { modules }: Catalogue): string {
  const title = modules.find(({ phase }) => phase === key)?.phaseTitle;
  return title ? `the phase “${title}”` : `the ${key.replaceAll('-', ' ')} phase`;
}

function percentage(subject: RowSubject): boolean {
  if (subject.kind === 'fact') return subject.name === 'progress';
  return subject.field === 'progress' || subject.field === 'score';
}

/** "week 3", or the key where the course has no such module. */
export function weekOf(moduleKey: string, catalogue: Catalogue): string {
  if (moduleKey === CURRENT_MODULE) return 'the current week';
  const found = catalogue.modules.find((module) => module.key === moduleKey);
  return found ? `week ${found.position}` : `“${moduleKey}”`;
}
