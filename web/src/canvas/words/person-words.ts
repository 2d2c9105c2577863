import type { Addressee, StepOf } from '@gradus/flow';
import { sayLocalDate } from './durations.ts';

/** "Sets “city” to “Berlin”". */
export function sayField(field: string, value: StepOf<'setField'>['config']['value']): string {
  if (value.kind === 'nothing') return `Takes “${field}” away`;
  return `Sets “${field}” to ${sayValue(value)}`;
}

function sayValue(value: Exclude<StepOf<'setField'>['config']['value'], { kind: 'nothing' }>): string {
  switch (value.kind) {
    case 'text':
      return `“${value.text}”`;
    case 'number':
      return String(value.number);
    case 'boolean':
      return value.boolean ? 'yes' : 'no';
    case 'date':
      return sayLocalDate(value.date);
    case 'expression':
      return value.expression;
  }
}

export const ROLE_WORDS = {
  instructor: 'Instructors',
  ops: 'Operations',
  admin: 'School owners',
} as const;

/** Who is asked, inside a sentence. People are known by their ids alone here. */
export function sayAddressee(to: Addressee): string {
  return to.kind === 'role' ? ROLE_WORDS[to.role].toLowerCase() : 'a colleague';
}
