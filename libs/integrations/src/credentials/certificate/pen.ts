import { type FontBook, type Line, type TextStyle, WHOLE } from './font-book.ts';
import { clustersOf } from './runs.ts';

/** A style in a size and a color. */
export interface Drawn extends TextStyle {
  readonly size: number;
  readonly color: string;
}

interface Place {
  readonly x: number;
  /** From the foot of the page; of text, its base line. */
  readonly y: number;
}

interface Box extends Place {
  readonly width: number;
  readonly height: number;
  readonly fill?: string;
  readonly border?: string;
}

/** Draws text of any script and boxes on the one page of a document. */
export class Pen {
  readonly page: { readonly width: number; readonly height: number };
  readonly #document: PDFKit.PDFDocument;
  readonly #book: FontBook;

  constructor(document: PDFKit.PDFDocument, book: FontBook) {
    this.#document = document;
    this.#book = book;
    this.page = { width: document.page.width, height: document.page.height };
  }

  box({ x, y, width, height, fill, border }: Box): void {
    const shape = this.#document.rect(x, this.page.height - y - height, width, height);
    if (fill) shape.fill(fill);
    else shape.lineWidth(1).stroke(border);
  }

  /** @param whole the text it is a part of: all of it looks alike */
  write(text: string, at: Place, style: Drawn, whole = text): void {
    this.#draw(this.#book.line(text, style, whole), at, style);
  }

  /** One line, made smaller until it fits; what does not fit then is cut off. */
  fitted(text: string, { width, ...at }: Place & { width: number }, style: Drawn): void {
    const natural = this.#width(text, style, text);
    const size = Math.max(6, natural <= width ? style.size : (style.size * width) / natural);
    const fitting = { ...style, size };
    this.write(this.#cut(text, fitting, width + 1, text), at, fitting, text);
  }

  /** Letters set apart, in scripts whose letters stand alone. */
  spaced(text: string, { width, ...at }: Place & { width: number }, style: Drawn): void {
    const kept = this.#cut(text, style, width, text);
    const line = this.#book.line(kept, style, text);
    if (!line.builtIn) return this.#draw(line, at, style);
    let { x } = at;
    for (const letter of kept) {
      this.write(letter, { ...at, x }, style);
      x += this.#width(letter, style, text) + 1.6;
    }
  }

  /** Lines no wider than that. Chinese, Japanese and Thai, which part words otherwise, are broken between letters. */
  wrap(text: string, style: Drawn, width: number): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(/\s+/)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (this.#width(longer, style, text) <= width) line = longer;
      else {
        if (line !== '') lines.push(line);
        line = word;
        while (this.#width(line, style, text) > width) {
          const kept = this.#longest(line, style, width, text);
          lines.push(kept);
          line = line.slice(kept.length);
        }
      }
    }
    return line === '' ? lines : [...lines, line];
  }

  /** Something drawn turned around a point, and paler. */
  turned({ x, y }: Place, degrees: number, opacity: number, draw: () => void): void {
    this.#document.save().rotate(-degrees, { origin: [x, this.page.height - y] });
    this.#document.fillOpacity(opacity);
    draw();
    this.#document.fillOpacity(1).restore();
  }

  #draw(line: Line, { x, y }: Place, { size, color }: Drawn): void {
    const pdf = this.#document;
    // Letters that change places or forms (Hindi, Arabic) are copied out as they were written.
    if (!line.builtIn) pdf.markContent('Span', { actual: line.says });
    pdf.fillColor(color).fontSize(size);
    let end = x;
    const placed = line.parts.map((part) => {
      const at = end;
      end += pdf.font(part.font).widthOfString(part.text, WHOLE);
      return { ...part, at };
    });
    // Written into the file as it is read, wherever it stands on the line.
    for (const { font, text, at } of placed.toSorted((one, other) => one.order - other.order)) {
      pdf
        .font(font)
        .text(text, at, this.page.height - y, { lineBreak: false, baseline: 'alphabetic', ...WHOLE });
    }
    if (!line.builtIn) pdf.endMarkedContent();
  }

  #width(text: string, style: Drawn, whole: string): number {
    this.#document.fontSize(style.size);
    return this.#book
      .line(text, style, whole)
      .parts.reduce(
        (sum, { font, text: part }) => sum + this.#document.font(font).widthOfString(part, WHOLE),
        0,
      );
  }

  #cut(text: string, style: Drawn, width: number, whole: string): string {
    if (this.#width(text, style, whole) <= width) return text;
    return `${this.#longest(text, style, width - this.#width('…', style, whole), whole).trimEnd()}…`;
  }

  /** The longest beginning that is no wider than that; at least one letter. */
  #longest(text: string, style: Drawn, width: number, whole: string): string {
    const clusters = clustersOf(text);
    let [fits, tooLong] = [1, clusters.length + 1];
    while (tooLong - fits > 1) {
      const middle = Math.floor((fits + tooLong) / 2);
      if (this.#width(clusters.slice(0, middle).join(''), style, whole) <= width) fits = middle;
      else tooLong = middle;
    }
    return clusters.slice(0, fits).join('');
  }
}
