import type { KeptValue } from '../../model/steps/outside.ts';

/** What a variable holds when what came had nothing that fits. */
const NOTHING = { text: '', number: 0, boolean: false } as const;
const TYPE = { text: 'string', number: 'number', boolean: 'boolean' } as const;

/** The value of a variable that is kept of something from outside: of the type it was declared with, whatever came. */
export function keptValue({ type }: Pick<KeptValue, 'type'>, came: unknown): string | number | boolean {
  return typeof came === TYPE[type] ? (came as string | number | boolean) : NOTHING[type];
}
