import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PDFDocument } from 'pdf-lib';
import { credentialRequest } from '../credential-fixture.ts';
import { issueCredential } from '../issue-credential.ts';
import type { SignedCredential } from '../open-badge.ts';
import { toLatin } from './latin-text.ts';
import { renderCertificatePdf, type CertificateRequest } from './render-certificate.ts';

let credential: SignedCredential;
beforeAll(async () => {
  credential = await issueCredential(credentialRequest);
});

const request = (changes: Partial<CertificateRequest> = {}): CertificateRequest => ({
  recipientName: 'Łucja Müller',
  achievementName: credentialRequest.achievement.name,
  achievementDescription: credentialRequest.achievement.description,
  issuerName: credentialRequest.issuer.name,
  issuedAt: credentialRequest.validFrom,
  publicUrl: credentialRequest.id,
  credential,
  simulated: false,
  ...changes,
});

/** Every stream of the file, inflated. */
function streams(pdf: Uint8Array): string[] {
  const text = Buffer.from(pdf).toString('latin1');
  return [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, data = '']) => {
    try {
      return inflateSync(Buffer.from(data, 'latin1')).toString('utf8');
    } catch {
      return data;
    }
  });
}

describe('the certificate', () => {
  it('is one landscape page with the credential attached', async () => {
    const pdf = await renderCertificatePdf(request());
    const document = await PDFDocument.load(pdf);
    expect(document.getPageCount()).toBe(1);
    expect(document.getPage(0).getSize()).toEqual({ width: 842, height: 595 });
    expect(document.getTitle()).toBe('AI Marketing Mastery: Łucja Müller');
    const attached = streams(pdf).find((stream) => stream.startsWith('{'));
    expect(JSON.parse(attached ?? '{}')).toEqual(credential);
  });

  it('is the same every time', async () => {
    expect(await renderCertificatePdf(request())).toEqual(await renderCertificatePdf(request()));
  });

  it.each(['王伟', 'محمد علي', 'Ελένη Παπαδοπούλου', 'Олександр Їжак', '👩‍🎓 Ada', 'x'.repeat(300), ''])(
    'never fails on the name %j',
    async (recipientName) => {
      const pdf = await renderCertificatePdf(
        request({ recipientName, issuerName: '学校', achievementDescription: '日本 '.repeat(90) }),
      );
      expect((await PDFDocument.load(pdf)).getTitle()).toContain(recipientName);
    },
  );
});

describe('toLatin', () => {
  it.each([
    ['Łucja Müller', 'lucja Müller'.replace('l', 'L')],
    ['Nguyễn Thị Hồng', 'Nguyen Thi Hông'.replace('ô', 'o')],
    ['Žofie Dvořáková', 'Žofie Dvoráková'],
    ['Олександр Їжак', 'Oleksandr Yizhak'],
    ['Ελένη', 'Eleni'],
    ['O’Brien', 'O’Brien'],
    ['王伟', null],
  ])('writes %s as %s', (name, latin) => expect(toLatin(name)).toBe(latin));
});
