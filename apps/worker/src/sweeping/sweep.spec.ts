import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { BellTarget, Bells } from '@gradus/temporal';
import { Sweep } from './sweep.ts';

/** A sweep over these open processes, with bells of which some cannot be rung. */
function sweepOver(ids: string[], broken: (id: string) => boolean) {
  const tried: string[] = [];
  const dataSource = {
    query: (statement: string) =>
      Promise.resolve(
        statement.includes('FROM processes\n') ? ids.map((id) => ({ id, kind: 'gradeSubmission' })) : [],
      ),
  } as unknown as DataSource;
  const bells = {
    ring: ({ workflowId }: BellTarget) => {
      tried.push(workflowId);
      return broken(workflowId) ? Promise.reject(new Error('too many signals')) : Promise.resolve();
    },
  } as unknown as Bells;
  return { sweep: new Sweep(dataSource, bells), tried };
}

describe('the sweep', () => {
  it('rings the others when one cannot be rung, and says so', async () => {
    const { sweep, tried } = sweepOver(['a', 'b', 'c'], (id) => id.endsWith(':a'));
    await expect(sweep.pass()).rejects.toThrow('too many signals');
    expect(tried).toEqual(['gradeSubmission:a', 'gradeSubmission:b', 'gradeSubmission:c']);
  });

  it('does not go on ringing while Temporal is away', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => String(index));
    const { sweep, tried } = sweepOver(ids, () => true);
    await expect(sweep.startUnbegun()).rejects.toThrow('too many signals');
    expect(tried).toHaveLength(3);
  });
});
