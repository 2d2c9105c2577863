import { Environment } from './environment.ts';
import type { VariableNote } from './fields.ts';

/** One variable as people are told about it. */
export interface VariableDescription extends VariableNote {
  name: string;
  /** Written as in the environment; absent when there is none. */
  defaultValue?: string;
}

/** Every variable of the schema, in its order. */
export function describeEnvironment(): VariableDescription[] {
  return Object.entries(Environment.shape).map(([name, schema]) => {
    const meta = schema.meta() as unknown as VariableNote;
    const usual = schema.safeParse(undefined);
    const value = usual.success ? usual.data : undefined;
    return { name, ...meta, defaultValue: value === undefined ? undefined : String(value) };
  });
}
