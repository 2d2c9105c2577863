import { create } from 'qrcode';
import type { CertificateRequest } from './render-certificate.ts';
import type { TextStyle } from './font-book.ts';
import type { Pen } from './pen.ts';

const INK = '#1c2129';
const SOFT = '#616670';
const LINE = '#d4d6db';
const ACCENT = '#0d5ca1';
const PAPER = '#fefefc';
const WARN = '#b34d00';
/** Left edge of all text, and the widest line. */
const LEFT = 84;
const WIDTH = 600;

const serif: TextStyle = { builtIn: 'Times-Roman', weight: 400 };
const sans: TextStyle = { builtIn: 'Helvetica', weight: 400 };
const bold: TextStyle = { builtIn: 'Helvetica-Bold', weight: 700 };

/** The texts that may be in any script, and how they look. */
export const textsOf = (request: CertificateRequest): Array<readonly [string, TextStyle]> => [
  [request.issuerName.toUpperCase(), bold],
  [request.recipientName, serif],
  [request.achievementName, bold],
  [request.achievementDescription, sans],
];

/** Draws the page. All text must be writable in fonts that the pen has. Heights are counted from the foot. */
export function drawCertificate(pen: Pen, request: CertificateRequest): void {
  const { width, height } = pen.page;
  pen.box({ x: 0, y: 0, width, height, fill: PAPER });
  pen.box({ x: 28, y: 28, width: width - 56, height: height - 56, border: LINE });
  pen.box({ x: 28, y: 28, width: 8, height: height - 56, fill: ACCENT });
  if (request.simulated) drawSimulated(pen);

  pen.spaced(
    request.issuerName.toUpperCase(),
    { x: LEFT, y: 500, width: 420 },
    { ...bold, size: 11, color: ACCENT },
  );
  pen.write('Certificate', { x: LEFT, y: 456 }, { ...serif, size: 22, color: SOFT });
  pen.fitted(request.recipientName, { x: LEFT, y: 396, width: WIDTH }, { ...serif, size: 46, color: INK });
  pen.write('has completed', { x: LEFT, y: 358 }, { ...sans, size: 13, color: SOFT });
  pen.fitted(request.achievementName, { x: LEFT, y: 324, width: WIDTH }, { ...bold, size: 24, color: INK });
  const style = { ...sans, size: 11.5, color: SOFT };
  for (const [index, line] of pen.wrap(request.achievementDescription, style, 520).slice(0, 5).entries()) {
    pen.write(line, { x: LEFT, y: 296 - index * 17 }, style, request.achievementDescription);
  }
  drawFoot(pen, request);
}

function drawFoot(pen: Pen, request: CertificateRequest): void {
  const date = request.issuedAt.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  pen.box({ x: LEFT, y: 128, width: 300, height: 0, border: LINE });
  pen.write(date, { x: LEFT, y: 106 }, { ...bold, size: 12, color: INK });
  pen.write('Check it, or scan the code:', { x: LEFT, y: 86 }, { ...sans, size: 9, color: SOFT });
  pen.fitted(request.publicUrl, { x: LEFT, y: 72, width: 480 }, { ...sans, size: 9, color: ACCENT });
  const attached = 'The signed credential (Open Badges 3.0) is attached to this file.';
  pen.write(attached, { x: LEFT, y: 56 }, { ...sans, size: 8, color: SOFT });
  drawQrCode(pen, request.publicUrl, { x: 660, y: 64, size: 104 });
}

/** Draws the code as squares: sharp at any size. */
function drawQrCode(pen: Pen, text: string, at: { x: number; y: number; size: number }): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const side = at.size / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      const [x, y] = [at.x + column * side, at.y + at.size - (row + 1) * side];
      pen.box({ x, y, width: side + 0.02, height: side + 0.02, fill: INK });
    }
  }
}

function drawSimulated(pen: Pen): void {
  pen.turned({ x: 196, y: 120 }, 28, 0.45, () =>
    pen.write('SIMULATED', { x: 196, y: 120 }, { ...bold, size: 96, color: LINE }),
  );
  pen.write('Simulated: this page proves nothing.', { x: 604, y: 548 }, { ...bold, size: 9, color: WARN });
}
