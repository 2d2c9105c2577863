import { type Face, fontFor } from './typefaces.ts';
import { isBuiltIn, runsOf } from './runs.ts';

/** How a text looks: a built-in font while it can write it, else our own fonts in this weight. */
export interface TextStyle {
  readonly builtIn: 'Times-Roman' | 'Helvetica' | 'Helvetica-Bold';
  readonly weight: 400 | 700;
}

/** A text made ready for the page: what to draw with which font, from left to right. */
export interface Line {
  /** What it says, for whoever copies it out of the file or has it read out. */
  readonly says: string;
  readonly parts: ReadonlyArray<{ readonly font: string; readonly text: string; readonly order: number }>;
  readonly builtIn: boolean;
}

/** Shaped as a whole: word by word, words written from the right would come in the wrong order. */
export const WHOLE = { features: [] as never[] };

/** What a font book needs of a document. */
interface Document {
  registerFont(name: string, data: Buffer): unknown;
}

/** The fonts of one page. Only letters that occur are embedded, so that a page with Chinese names stays small. */
export class FontBook {
  /** Reads what these texts need and nothing else; lines can be made of them, and of their parts. */
  static async read(
    document: Document,
    texts: ReadonlyArray<readonly [text: string, style: TextStyle]>,
  ): Promise<FontBook> {
    const needed = new Map<string, { face: Face; weight: number; text: string }>();
    for (const [text, { weight }] of texts) {
      if (isBuiltIn(text)) continue;
      for (const run of [...runsOf(text), ...runsOf('…')].filter(({ text: part }) => part.trim() !== '')) {
        const name = nameOf(run.face, weight);
        const letters = (needed.get(name)?.text ?? '') + run.text;
        needed.set(name, { face: run.face, weight, text: letters });
      }
    }
    for (const [name, { face, weight, text }] of needed)
      document.registerFont(name, await fontFor(face, text, weight));
    return new FontBook();
  }

  /** @param whole the text it is a part of: all of it looks alike */
  line(text: string, { builtIn, weight }: TextStyle, whole = text): Line {
    const plain = isBuiltIn(whole);
    return {
      says: text,
      builtIn: plain,
      parts: plain
        ? [{ font: builtIn, text: text.normalize('NFC'), order: 0 }]
        : runsOf(text).map((run) => ({
            // A font of spaces alone would have no outlines at all, which readers take for broken.
            font: run.text.trim() === '' ? builtIn : nameOf(run.face, weight),
            text: run.text,
            order: run.order,
          })),
    };
  }
}

const nameOf = ({ family, part }: Face, weight: number) => `${family} ${part} ${weight}`;
