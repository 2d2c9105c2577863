import { describe, expect, it } from '@jest/globals';
import { csvLine } from './result-file.ts';

const item = {
  seq: 1,
  runId: null,
  who: 'Ada',
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
      '1,"Lovelace, ""Ada""\nB.",Week 1,done,,,\r\n',
    );
  });
});
