import type { SignedCredential } from '../open-badge.ts';
import { drawCertificate, textsOf } from './draw-certificate.ts';
import { FontBook } from './font-book.ts';
import { Pen } from './pen.ts';
import { asWritten, clustersOf } from './runs.ts';

/** What a certificate shows. */
export interface CertificateRequest {
  readonly recipientName: string;
  readonly achievementName: string;
  readonly achievementDescription: string;
  readonly issuerName: string;
  readonly issuedAt: Date;
  /** The public page that verifies it; in the QR code and in print. */
  readonly publicUrl: string;
  /** Attached to the file as `credential.json`, byte for byte what is signed. */
  readonly credential: SignedCredential;
  /** Writes across the page that it proves nothing. */
  readonly simulated: boolean;
}

/** Printed for a name in a script that no font of ours has; the credential itself has it in full. */
const NAME_ELSEWHERE = 'The person named in the attached credential';

/**
 * Renders the certificate as one landscape A4 page. The same request always gives the same page. Names are printed as they are
 * written, in Latin, Cyrillic, Greek, Arabic, Hebrew, Devanagari, Thai, Chinese, Japanese and Korean letters (Noto Sans, with the
 * letters that occur embedded); of a name in another script the page says where it is to be found.
 */
export async function renderCertificatePdf(request: CertificateRequest): Promise<Uint8Array> {
  // Three megabytes of program that only a download needs.
  const { default: PDF } = await import('pdfkit');
  const pdf = new PDF({
    size: [842, 595],
    margin: 0,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: {
      Title: `${request.achievementName}: ${request.recipientName}`,
      Author: request.issuerName,
      Creator: 'Gradus',
      CreationDate: request.issuedAt,
      ModDate: request.issuedAt,
    },
  });
  const whole = collect(pdf);
  const shown: CertificateRequest = {
    ...request,
    recipientName: asWritten(request.recipientName) ?? NAME_ELSEWHERE,
    achievementName: asFarAsWritten(request.achievementName),
    achievementDescription: asFarAsWritten(request.achievementDescription),
    issuerName: asFarAsWritten(request.issuerName),
  };
  drawCertificate(new Pen(pdf, await FontBook.read(pdf, textsOf(shown))), shown);
  pdf.file(Buffer.from(JSON.stringify(request.credential, null, 2)), {
    name: 'credential.json',
    type: 'application/json',
    description: 'The signed Open Badges 3.0 credential',
    creationDate: request.issuedAt,
    modifiedDate: request.issuedAt,
  });
  pdf.end();
  return whole;
}

/** What can be written of a text; letters that no font of ours has are left out. */
function asFarAsWritten(text: string): string {
  const kept = clustersOf(text).filter((cluster) => asWritten(cluster) !== null);
  return asWritten(kept.join('')) ?? '';
}

function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
    pdf.on('error', reject);
  });
}
