import { degrees, rgb, type PDFFont, type PDFPage, type RGB } from 'pdf-lib';
import { create } from 'qrcode';
import type { CertificateRequest, Faces } from './render-certificate.ts';

const INK = rgb(0.11, 0.13, 0.16);
const SOFT = rgb(0.38, 0.4, 0.44);
const LINE = rgb(0.83, 0.84, 0.86);
const ACCENT = rgb(0.05, 0.36, 0.63);
const PAPER = rgb(0.995, 0.994, 0.988);
/** Left edge of all text, and the widest line. */
const LEFT = 84;
const WIDTH = 600;

interface TextStyle {
  readonly font: PDFFont;
  readonly size: number;
  readonly color: RGB;
}

/** Draws the page. All text must be writable in the built-in fonts. */
export function drawCertificate(page: PDFPage, faces: Faces, request: CertificateRequest): void {
  const { width, height } = page.getSize();
  page.drawRectangle({ x: 0, y: 0, width, height, color: PAPER });
  page.drawRectangle({
    x: 28,
    y: 28,
    width: width - 56,
    height: height - 56,
    borderColor: LINE,
    borderWidth: 1,
  });
  page.drawRectangle({ x: 28, y: 28, width: 8, height: height - 56, color: ACCENT });
  if (request.simulated) drawSimulated(page, faces.bold);

  spaced(page, request.issuerName.toUpperCase(), 500, { font: faces.bold, size: 11, color: ACCENT });
  write(page, 'Certificate', 456, { font: faces.serif, size: 22, color: SOFT });
  fitted(page, request.recipientName, 396, { font: faces.serif, size: 46, color: INK });
  write(page, 'has completed', 358, { font: faces.sans, size: 13, color: SOFT });
  fitted(page, request.achievementName, 324, { font: faces.bold, size: 24, color: INK });
  const style = { font: faces.sans, size: 11.5, color: SOFT };
  for (const [index, line] of wrap(request.achievementDescription, style, 520).slice(0, 5).entries()) {
    write(page, line, 296 - index * 17, style);
  }
  drawFoot(page, faces, request);
}

function drawFoot(page: PDFPage, faces: Faces, request: CertificateRequest): void {
  const date = request.issuedAt.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  page.drawLine({ start: { x: LEFT, y: 128 }, end: { x: LEFT + 300, y: 128 }, color: LINE, thickness: 1 });
  write(page, date, 106, { font: faces.bold, size: 12, color: INK });
  write(page, 'Check it, or scan the code:', 86, { font: faces.sans, size: 9, color: SOFT });
  fitted(page, request.publicUrl, 72, { font: faces.sans, size: 9, color: ACCENT }, 480);
  write(page, 'The signed credential (Open Badges 3.0) is attached to this file.', 56, {
    font: faces.sans,
    size: 8,
    color: SOFT,
  });
  drawQrCode(page, request.publicUrl, { x: 660, y: 64, size: 104 });
}

/** Draws the code as squares: sharp at any size. */
function drawQrCode(page: PDFPage, text: string, at: { x: number; y: number; size: number }): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const side = at.size / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      page.drawRectangle({
        x: at.x + column * side,
        y: at.y + at.size - (row + 1) * side,
        width: side + 0.02,
        height: side + 0.02,
        color: INK,
      });
    }
  }
}

function drawSimulated(page: PDFPage, font: PDFFont): void {
  page.drawText('SIMULATED', {
    x: 196,
    y: 120,
    size: 96,
    font,
    color: LINE,
    opacity: 0.45,
    rotate: degrees(28),
  });
  page.drawText('Simulated: this page proves nothing.', {
    x: 604,
    y: 548,
    size: 9,
    font,
    color: rgb(0.7, 0.3, 0),
  });
}

function write(page: PDFPage, text: string, y: number, { font, size, color }: TextStyle): void {
  page.drawText(text, { x: LEFT, y, size, font, color });
}

/** One line, made smaller until it fits. */
function fitted(page: PDFPage, text: string, y: number, style: TextStyle, width = WIDTH): void {
  const natural = style.font.widthOfTextAtSize(text, style.size);
  const size = Math.max(6, natural <= width ? style.size : (style.size * width) / natural);
  write(page, cut(text, { ...style, size }, width + 1), y, { ...style, size });
}

function spaced(page: PDFPage, text: string, y: number, style: TextStyle): void {
  let x = LEFT;
  for (const letter of cut(text, style, 420)) {
    page.drawText(letter, { x, y, size: style.size, font: style.font, color: style.color });
    x += style.font.widthOfTextAtSize(letter, style.size) + 1.6;
  }
}

function cut(text: string, { font, size }: TextStyle, width: number): string {
  if (font.widthOfTextAtSize(text, size) <= width) return text;
  let kept = text;
  while (kept !== '' && font.widthOfTextAtSize(`${kept}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

function wrap(text: string, style: TextStyle, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (style.font.widthOfTextAtSize(longer, style.size) <= width) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = cut(word, style, width);
    }
  }
  return line === '' ? lines : [...lines, line];
}
