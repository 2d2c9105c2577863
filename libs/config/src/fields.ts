import { z } from 'zod';

/** What the example file and the checks need to know about a variable beside its shape. */
export type VariableNote = {
  /** Heading under which the example file lists it. */
  group: string;
  /** What it is for, in a sentence or two. */
  description: string;
  /** Must come from the environment: everywhere, or where NODE_ENV is production. */
  required?: 'always' | 'production';
  /** A key or password: never shown. */
  secret?: boolean;
  /** A value to show where there is no default. */
  example?: string;
};

const keyBytes = 32;

/** 32 bytes as base64. */
export const base64Key = z
  .string()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length === keyBytes, { error: 'must be 32 bytes in base64' });

/** One key with the name under which ciphertext refers to it. */
export interface NamedKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** Keys as `id:base64,id2:base64`. The first is the current one; the others only open what they once closed. */
export const keyRing = z.string().transform((text, context): readonly NamedKey[] => {
  const keys = text.split(',').map((entry) => {
    const [id = '', encoded = ''] = entry.trim().split(':');
    return { id, key: new Uint8Array(Buffer.from(encoded, 'base64')) };
  });
  const broken = keys.some(({ id, key }) => !/^[\w.-]+$/.test(id) || key.length !== keyBytes);
  if (broken)
    context.addIssue({
      code: 'custom',
      message: 'must be written id:base64,id2:base64 with keys of 32 bytes',
    });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    context.addIssue({ code: 'custom', message: 'names the same key id twice' });
  }
  return keys;
});

/** Words separated by commas. */
export const wordList = z.string().transform((text): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean),
);

/** An address with one of these schemes. */
export const address = (...schemes: string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
    error: `must be an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });

/** A web address without a slash at its end. */
export const webAddress = address('http', 'https').transform((text) => text.replace(/\/+$/, ''));

/** A whole number within bounds. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    });

/** A port to listen on. */
export const port = wholeNumber(1, 65_535);

/** true or false, also 1 and 0. */
export const yesOrNo = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((word) => word === 'true' || word === '1');
