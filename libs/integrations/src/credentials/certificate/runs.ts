import { type Face, faceFor, familiesFor } from './typefaces.ts';

/** A stretch of text in one face, to be drawn as one. */
export interface Run {
  readonly face: Face;
  readonly text: string;
  /** Its place in the text as it is read; on the line it may stand elsewhere. */
  readonly order: number;
}

type Direction = 'ltr' | 'rtl' | 'neutral';
type Piece = Run & { direction: Direction };

/** Letters of the PDF's built-in fonts beyond Latin-1 (Windows-1252). */
const EXTRA = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The clusters of a text that belong together: a letter with its marks. Control characters on their own are none. */
export const clustersOf = (text: string): string[] =>
  [...graphemes.segment(text.normalize('NFC').replace(/\s+/g, ' '))]
    .map(({ segment }) => segment)
    .filter((cluster) => !/^[\p{Cc}\p{Cf}]+$/u.test(cluster));

/** Whether the built-in fonts can write it as it is. */
export function isBuiltIn(text: string): boolean {
  return [...text.normalize('NFC')].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || EXTRA.has(character);
  });
}

/**
 * A text as our fonts can write it: letter for letter, with pictures and control characters left out. Null when a letter is left
 * that no font of ours has, because a name with a hole is worse than none.
 */
export function asWritten(text: string): string | null {
  const families = familiesFor(text);
  let written = '';
  for (const cluster of clustersOf(text)) {
    if (faceFor(cluster, families)) written += cluster;
    else if (!/^[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{RI}\p{Cc}\p{Cf}\p{Mn}\p{Me}]+$/u.test(cluster))
      return null;
  }
  return written.replace(/ +/g, ' ').trim();
}

/** The runs of a text as they stand on the line from left to right. Letters without a face are left out. */
export function runsOf(text: string): Run[] {
  const families = familiesFor(text);
  const pieces: Piece[] = [];
  for (const cluster of clustersOf(text)) {
    const face = faceFor(cluster, families);
    if (!face) continue;
    const direction = directionOf(cluster);
    const last = pieces.at(-1);
    const same =
      last?.face.family === face.family && last.face.part === face.part && last.direction === direction;
    if (last && same) pieces[pieces.length - 1] = { ...last, text: last.text + cluster };
    else pieces.push({ face, text: cluster, order: pieces.length, direction });
  }
  return inVisualOrder(pieces);
}

function directionOf(cluster: string): Direction {
  if (/[\p{sc=Arabic}\p{sc=Hebrew}]/u.test(cluster) && /\p{L}/u.test(cluster)) return 'rtl';
  return /[\p{L}\p{N}]/u.test(cluster) ? 'ltr' : 'neutral';
}

/** What stands between two of a kind goes with them; a line that begins with a right-to-left letter is read from the right. */
function inVisualOrder(pieces: readonly Piece[]): Piece[] {
  const strong = pieces.map(({ direction }) => direction).filter((direction) => direction !== 'neutral');
  if (!strong.includes('rtl')) return [...pieces];
  const base = strong[0] ?? 'ltr';
  const resolved = pieces.map((piece, index) => {
    if (piece.direction !== 'neutral') return piece.direction;
    const before = pieces.slice(0, index).findLast(({ direction }) => direction !== 'neutral')?.direction;
    const after = pieces.slice(index).find(({ direction }) => direction !== 'neutral')?.direction;
    return before === after && before !== undefined ? before : base;
  });
  const groups: Array<{ direction: Direction; pieces: Piece[] }> = [];
  for (const [index, piece] of pieces.entries()) {
    const direction = resolved[index] ?? base;
    const group = groups.at(-1);
    if (group?.direction === direction) group.pieces.push(piece);
    else groups.push({ direction, pieces: [piece] });
  }
  const ordered = base === 'rtl' ? groups.toReversed() : groups;
  return ordered.flatMap((group) => (group.direction === 'rtl' ? group.pieces.toReversed() : group.pieces));
}
