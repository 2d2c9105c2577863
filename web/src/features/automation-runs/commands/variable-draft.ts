import type { CommandRun } from '@gradus/contracts';

export interface VariableDraft {
  name: string;
  kind: 'text' | 'number' | 'boolean';
  text: string;
}

type Change = Pick<Extract<CommandRun, { name: 'changeVariable' }>, 'variable' | 'value'>;

/** As it was, to be changed. */
export function draftOf(name: string, value: string | number | boolean): VariableDraft {
  if (typeof value === 'boolean') return { name, kind: 'boolean', text: value ? 'yes' : 'no' };
  return { name, kind: typeof value === 'number' ? 'number' : 'text', text: String(value) };
}

/** What it is changed to; null while that is not said. */
export function changeOf({ name, kind, text }: VariableDraft): Change | null {
  const variable = name.trim();
  if (variable === '') return null;
  if (kind === 'boolean') return { variable, value: text === 'yes' };
  if (kind === 'text') return { variable, value: text };
  const number = Number(text.replace(',', '.'));
  return text.trim() === '' || Number.isNaN(number) ? null : { variable, value: number };
}
