import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Families in the order in which they are asked; those of Chinese, Japanese and Korean are ordered by the text. */
const ALPHABETS = ['noto-sans', 'noto-sans-arabic', 'noto-sans-hebrew', 'noto-sans-thai'] as const;
const CJK = ['noto-sans-sc', 'noto-sans-jp', 'noto-sans-kr'] as const;

export type Family = (typeof ALPHABETS)[number] | (typeof CJK)[number];

/** One font file: the part of a family that covers certain letters, as the family's `unicode.json` calls it. */
export interface Face {
  readonly family: Family;
  readonly part: string;
}

interface Part {
  readonly name: string;
  readonly ranges: ReadonlyArray<readonly [first: number, last: number]>;
}

const known = new Map<Family, Part[]>();

/** The families for a text: Han letters look otherwise in Japanese (there is kana) and Korean than in Chinese. */
export function familiesFor(text: string): readonly Family[] {
  const first = /[\u3040-\u30ff]/.test(text)
    ? 'noto-sans-jp'
    : /\p{sc=Hangul}/u.test(text)
      ? 'noto-sans-kr'
      : CJK[0];
  return [...ALPHABETS, first, ...CJK.filter((family) => family !== first)];
}

/** The first face that has every letter of a cluster; null: none has. */
export function faceFor(cluster: string, families: readonly Family[]): Face | null {
  const codes = [...cluster].map((character) => character.codePointAt(0) ?? 0);
  for (const family of families) {
    const part = partsOf(family).find(({ ranges }) =>
      codes.every((code) => ranges.some(([first, last]) => code >= first && code <= last)),
    );
    if (part) return { family, part: part.name };
  }
  return null;
}

/** The font file with the letters of a text and no others, in one weight, as TrueType. */
export async function fontFor({ family, part }: Face, text: string, weight: number): Promise<Buffer> {
  const file = `@fontsource-variable/${family}/files/${family}-${part.replace(/[[\]]/g, '')}-wght-normal.woff2`;
  const { default: subsetFont } = await import('subset-font');
  return subsetFont(await readFile(require.resolve(file)), text, {
    targetFormat: 'truetype',
    variationAxes: { wght: weight },
  });
}

function partsOf(family: Family): Part[] {
  let parts = known.get(family);
  if (!parts) {
    const listed = JSON.parse(
      readFileSync(require.resolve(`@fontsource-variable/${family}/unicode.json`), 'utf8'),
    ) as Record<string, string>;
    parts = Object.entries(listed)
      .filter(([name]) => name !== 'math' && name !== 'symbols')
      .map(([name, ranges]) => ({ name, ranges: ranges.split(',').map(rangeOf) }));
    known.set(family, parts);
  }
  return parts;
}

/** "U+0400-045F" as numbers. */
function rangeOf(text: string): readonly [number, number] {
  const [first = '0', last = first] = text.trim().slice(2).split('-');
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}
