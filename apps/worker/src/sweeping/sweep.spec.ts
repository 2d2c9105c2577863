import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { BellTarget, Bells } from '@gradus/temporal';
import { Sweep } from './sweep.ts';

/** A sweep over these open processes, with bells of which some cannot be rung, and a Temporal that is there or not. */
function sweepOver(ids: string[], broken: (id: string) => boolean, answers = true) {
  const tried: string[] = [];
  const counted: unknown[] = [];
  const dataSource = {
    query: (statement: string, values: unknown[] = []) => {
      if (statement.includes('sweep_attempts + 1')) counted.push(values[0]);
      const asked = /FROM processes\b/.test(statement);
      return Promise.resolve(asked ? ids.map((id) => ({ id, kind: 'gradeSubmission' })) : []);
    },
  } as unknown as DataSource;
  const bells = {
    answers: () => Promise.resolve(answers),
    ring: ({ workflowId }: BellTarget) => {
      tried.push(workflowId);
      return broken(workflowId) ? Promise.reject(new Error('too many signals')) : Promise.resolve();
    },
  } as unknown as Bells;
  return { sweep: new Sweep(dataSource, bells, { maxIntervalSeconds: 60 }), tried, counted };
}

describe('the sweep', () => {
  it('rings the others when one cannot be rung, and says so', async () => {
    const { sweep, tried, counted } = sweepOver(['a', 'b', 'c'], (id) => id.endsWith(':a'));
    await expect(sweep.pass()).rejects.toThrow('too many signals');
    expect(tried).toEqual(['gradeSubmission:a', 'gradeSubmission:b', 'gradeSubmission:c']);
    expect(counted).toEqual(['a', 'b', 'c']);
  });

  it('rings the others also when many in a row cannot be rung, as long as Temporal is there', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => String(index));
    const { sweep, tried, counted } = sweepOver(ids, (id) => !id.endsWith(':9'));
    await expect(sweep.pass()).rejects.toThrow('too many signals');
    expect(tried).toHaveLength(10);
    expect(counted).toEqual(ids);
  });

  it('does not go on ringing while Temporal is away, and holds it against nobody', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => String(index));
    const { sweep, tried, counted } = sweepOver(ids, () => true, false);
    await expect(sweep.startUnbegun()).rejects.toThrow('too many signals');
    expect(tried).toHaveLength(3);
    expect(counted).toEqual([]);
  });
});
