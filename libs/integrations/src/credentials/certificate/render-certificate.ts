import { PDFDocument, StandardFonts, type PDFFont } from 'pdf-lib';
import type { SignedCredential } from '../open-badge.ts';
import { drawCertificate } from './draw-certificate.ts';
import { toLatin } from './latin-text.ts';

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

/** The typefaces of the page. */
export interface Faces {
  readonly serif: PDFFont;
  readonly sans: PDFFont;
  readonly bold: PDFFont;
}

/** Printed for a name in a script that the built-in fonts cannot write; the credential itself has it in full. */
const NAME_ELSEWHERE = 'The person named in the attached credential';

/**
 * Renders the certificate as one landscape A4 page. The same request always gives the same page. Names are written in
 * Latin letters (see {@link toLatin}); the attached credential and the file's title keep them as they are.
 */
export async function renderCertificatePdf(request: CertificateRequest): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const faces: Faces = {
    serif: await pdf.embedFont(StandardFonts.TimesRoman),
    sans: await pdf.embedFont(StandardFonts.Helvetica),
    bold: await pdf.embedFont(StandardFonts.HelveticaBold),
  };
  pdf.setTitle(`${request.achievementName}: ${request.recipientName}`, { showInWindowTitleBar: true });
  pdf.setAuthor(request.issuerName);
  pdf.setCreator('Gradus');
  pdf.setLanguage('en');
  pdf.setCreationDate(request.issuedAt);
  pdf.setModificationDate(request.issuedAt);
  drawCertificate(pdf.addPage([842, 595]), faces, {
    ...request,
    recipientName: toLatin(request.recipientName) ?? NAME_ELSEWHERE,
    achievementName: latin(request.achievementName),
    achievementDescription: latin(request.achievementDescription),
    issuerName: latin(request.issuerName),
  });
  await pdf.attach(new TextEncoder().encode(JSON.stringify(request.credential, null, 2)), 'credential.json', {
    mimeType: 'application/json',
    description: 'The signed Open Badges 3.0 credential',
    creationDate: request.issuedAt,
    modificationDate: request.issuedAt,
  });
  return await pdf.save();
}

/** What can be written of a text; letters of other scripts are left out. */
function latin(text: string): string {
  return toLatin(text) ?? text.replace(/[^\x20-\x7E]/g, '').trim();
}
