import { readImportFile, refuseTooLarge } from './import-file.ts';

const file = (text: string, more: Partial<File> = {}) => ({
  name: 'journey.yaml',
  size: text.length,
  text: () => Promise.resolve(text),
  ...more,
});

describe('a file that is imported', () => {
  it('is read as it is, without the mark some editors put in front', async () => {
    expect(await readImportFile(file('\uFEFFgradus: automation\n'))).toBe('gradus: automation\n');
  });

  it('that can be no drawing is refused in words that say what to choose', async () => {
    await expect(readImportFile(file('x', { size: 3_000_000 }))).rejects.toThrow(
      /“journey.yaml” is larger than any automation/,
    );
    await expect(readImportFile(file(' \n'))).rejects.toThrow(/is empty/);
    await expect(readImportFile(file('PK\u0003\u0004\0\0'))).rejects.toThrow(/is not a text file/);
    const gone = file('', { text: () => Promise.reject(new DOMException('gone', 'NotFoundError')) });
    await expect(readImportFile({ ...gone, size: 10 })).rejects.toThrow(/could not be read/);
  });

  it('is refused while it is too large for one request, whose limit counts bytes and not letters', () => {
    const withTitle = (title: string): Parameters<typeof refuseTooLarge>[0] => ({
      definition: {
        schema: 2,
        steps: { end: { kind: 'end', title, config: { outcome: 'ended' } } },
        edges: [],
      } as never,
      layout: {},
    });
    expect(() => refuseTooLarge(withTitle('x'.repeat(900_000)))).not.toThrow();
    expect(() => refuseTooLarge(withTitle('ü'.repeat(600_000)))).toThrow(/too large to be saved.*1.20 MB/);
  });
});
