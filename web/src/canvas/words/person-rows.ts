import type { Comparison, Literal, TagRow, ValueRow, ValueSubject } from './condition-rows.ts';

const IDENTIFIER = /^[A-Za-z_]\w*$/;
const TAG = /^(?:"([^"\\]+)" in facts\.tags|!\s*\(\s*"([^"\\]+)" in facts\.tags\s*\))$/;
const VALUE =
  /^(facts\.fields|vars)(?:\.([A-Za-z_]\w*)|\["([^"\\]+)"\])\s*(>=|<=|==|!=|>|<)\s*("(?:[^"\\]|\\.)*"|true|false|-?\d+(?:\.\d+)?)$/;

function pathOf({ kind, name }: ValueSubject): string {
  const owner = kind === 'field' ? 'facts.fields' : 'vars';
  return IDENTIFIER.test(name) ? `${owner}.${name}` : `${owner}[${JSON.stringify(name)}]`;
}

/** A row about the person's tags and fields, or the variables of the run, as CEL. */
export function printPersonRow(row: TagRow | ValueRow): string {
  if ('of' in row) return `${pathOf(row.of)} ${row.comparison} ${JSON.stringify(row.literal)}`;
  const on = `${JSON.stringify(row.tag)} in facts.tags`;
  return row.expected ? on : `!(${on})`;
}

/** Null: it is about something else. */
export function parsePersonRow(text: string): TagRow | ValueRow | null {
  const tag = TAG.exec(text);
  if (tag) return { tag: tag[1] ?? tag[2] ?? '', expected: tag[1] !== undefined };
  const value = VALUE.exec(text);
  if (!value) return null;
  const [, owner, plain, quoted, comparison, literal = '""'] = value;
  const of: ValueSubject = {
    kind: owner === 'vars' ? 'variable' : 'field',
    name: plain ?? quoted ?? '',
  };
  const known: Literal = JSON.parse(literal);
  const ordered = comparison !== '==' && comparison !== '!=';
  return ordered && typeof known !== 'number'
    ? null
    : { of, comparison: comparison as Comparison, literal: known };
}
