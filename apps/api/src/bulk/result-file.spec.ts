import { describe, expect, it } from '@jest/globals';
import { csvHeader, csvLine } from './result-file.ts';

const item = {
  seq: 1,
  runId: null,
  who: 'Ada',
  email: 'ada@school.example',
  stepId: null,
  where: 'Week 1',
  state: 'done' as const,
  detail: '',
  settledAt: null,
};

describe('a line of the result file', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tcmd', '\r=1'])('%j cannot be a formula', (who) => {
    expect(csvLine({ ...item, who }).split(',')[1]).toMatch(/^"?'/);
  });

  it('keeps commas, quotes and lines inside their cell', () => {
    expect(csvLine({ ...item, who: 'Lovelace, "Ada"\nB.' })).toBe(
      '1,"Lovelace, ""Ada""\nB.",ada@school.example,Week 1,Done,,,\r\n',
    );
  });

  it('is in plain words, under headings that say what they are', () => {
    const refused = {
      ...item,
      state: 'refused' as const,
      detail: 'This run is already paused.',
      settledAt: '2026-11-26T09:54:53.885Z',
      runId: '1021af2a',
    };
    expect(csvHeader() + csvLine(refused)).toBe(
      '\uFEFFNumber,Person,E-mail,Step,Outcome,What was said,When (UTC),Run\r\n' +
        '1,Ada,ada@school.example,Week 1,Refused,This run is already paused.,2026-11-26 09:54:53,1021af2a\r\n',
    );
  });
});
