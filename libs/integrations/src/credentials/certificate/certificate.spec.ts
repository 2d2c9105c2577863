import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { credentialRequest } from '../credential-fixture.ts';
import { issueCredential } from '../issue-credential.ts';
import type { SignedCredential } from '../open-badge.ts';
import { renderCertificatePdf, type CertificateRequest } from './render-certificate.ts';
import { asWritten, runsOf } from './runs.ts';

jest.setTimeout(60_000);

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
      return inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
    } catch {
      return data;
    }
  });
}

/** What the page says of its lines to whoever copies them out: PDF's ActualText, UTF-16 in a string with escapes. */
function saidLines(pdf: Uint8Array): string[] {
  return streams(pdf).flatMap((stream) =>
    [...stream.matchAll(/\/ActualText \(((?:\\[\s\S]|[^\\)])*)\)/g)].map(([, text = '']) => {
      const bytes = text.replace(/\\([nrtbf\\()])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
      if (!bytes.startsWith('\xfe\xff')) return bytes;
      return Buffer.from(bytes.slice(2), 'latin1').swap16().toString('utf16le');
    }),
  );
}
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The text of the page as another PDF reader finds it, one line each. */
async function readOut(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(pdf.slice(), { mergePages: true });
  return text.split('\n').map((line) => line.trim());
}

describe('the certificate', () => {
  it('is one landscape page with the credential attached', async () => {
    const pdf = await renderCertificatePdf(request());
    const document = await getDocumentProxy(pdf.slice());
    expect(document.numPages).toBe(1);
    expect((await document.getPage(1)).view).toEqual([0, 0, 842, 595]);
    expect((await getMeta(document)).info['Title']).toBe('AI Marketing Mastery: Łucja Müller');
    const attached = (await document.getAttachments()) as Map<string, unknown>;
    expect([...attached.keys()]).toEqual(['credential.json']);
    const stored = streams(pdf).find((stream) => stream.startsWith('{')) ?? '';
    const content = Buffer.from(stored, 'latin1').toString('utf8');
    expect(JSON.parse(content)).toEqual(credential);
  });

  it('is the same every time', async () => {
    const name = { recipientName: '山田 प्रिया Müller' };
    expect(await renderCertificatePdf(request(name))).toEqual(await renderCertificatePdf(request(name)));
  });

  it.each([
    'O’Brien',
    'Łucja Müller',
    'Žofie Dvořáková',
    'Олександр Їжак',
    'Ελένη Παπαδοπούλου',
    '山田太郎',
    'さくら Smith',
    '王伟',
    '김민준',
    'สมชาย ใจดี',
  ])('prints %s as it is written, and another program reads it out so', async (recipientName) => {
    const pdf = await renderCertificatePdf(request({ recipientName }));
    expect(await readOut(pdf)).toContain(recipientName);
  });

  it.each(['Nguyễn Thị Hồng', 'محمد علي', 'דוד לוי', 'प्रिया शर्मा', 'Ali محمد علي'])(
    'prints %s, whose letters change places or forms, and says how it is written',
    async (recipientName) => {
      const pdf = await renderCertificatePdf(request({ recipientName }));
      expect(saidLines(pdf)).toContain(recipientName);
      expect((await readOut(pdf)).join(' ')).not.toContain('The person named');
    },
  );

  it('says where the name is when no font of ours has its letters', async () => {
    const pdf = await renderCertificatePdf(request({ recipientName: 'தமிழ்ச்செல்வி' }));
    expect(await readOut(pdf)).toContain('The person named in the attached credential');
  });

  it.each(['👩‍🎓 Ada', 'x'.repeat(300), '国'.repeat(200), '', '\u0000\u200d'])(
    'never fails on the name %j',
    async (recipientName) => {
      const changes = { recipientName, issuerName: '学校', achievementDescription: '日本 '.repeat(90) };
      const pdf = await renderCertificatePdf(request(changes));
      expect((await readOut(pdf)).join('\n')).toContain('has completed');
    },
  );

  it('embeds the letters that occur, not whole typefaces', async () => {
    expect((await renderCertificatePdf(request({ recipientName: '王伟 山田太郎' }))).length).toBeLessThan(
      60_000,
    );
  });
});

describe('a name as it is written', () => {
  it.each([
    ['👩‍🎓  Ada ', 'Ada'],
    ['e\u0301milie', 'émilie'],
    ['தமிழ்', null],
    ['Ada தமிழ்', null],
  ])('%j is %j', (name, written) => expect(asWritten(name)).toBe(written));

  it('stands on the line as its readers read it', () => {
    const line = (text: string) => runsOf(text).map((run) => run.text);
    expect(line('דוד לוי')).toEqual(['לוי', ' ', 'דוד']);
    expect(line('Ali דוד לוי')).toEqual(['Ali', ' ', 'לוי', ' ', 'דוד']);
    expect(line('דוד Ali Smith')).toEqual(['Ali', ' ', 'Smith', ' ', 'דוד']);
  });

  it('takes Han letters from the typeface of the language they are in', () => {
    const family = (text: string) => runsOf(text).at(-1)?.face.family;
    expect([family('王'), family('さくら王'), family('김王')]).toEqual([
      'noto-sans-sc',
      'noto-sans-jp',
      'noto-sans-kr',
    ]);
  });
});
