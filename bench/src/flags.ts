import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Refusal } from '../../scripts/refusal.ts';

/**
 * Reads flags that are all whole numbers or plain switches: `readFlags(args, { learners: 200, keep: false })`.
 *
 * @throws Refusal for an unknown flag or a value that is no number
 */
export function readFlags<F extends Record<string, number | boolean>>(
  args: readonly string[],
  usual: F,
): { [name in keyof F]: F[name] extends boolean ? boolean : number } {
  const options = Object.fromEntries(
    Object.entries(usual).map(([name, value]) => [
      name,
      { type: typeof value === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const given = parse(args, options);
  const read = Object.entries(usual).map(([name, value]) => {
    const text = given[name];
    if (text === undefined || typeof value === 'boolean') return [name, text ?? value];
    const number = Number(text);
    if (!Number.isFinite(number) || number < 0) throw new Refusal(`--${name} must be a number.`);
    return [name, number];
  });
  return Object.fromEntries(read) as { [name in keyof F]: F[name] extends boolean ? boolean : number };
}

function parse(args: readonly string[], options: ParseArgsConfig['options']) {
  try {
    return parseArgs({ args: [...args], options }).values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new Refusal((error as Error).message);
  }
}
