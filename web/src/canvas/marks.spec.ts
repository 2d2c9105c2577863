import { QueryClient } from '@tanstack/react-query';
import { queryOverlay } from './marks.ts';
import type { StepMark } from './marks.ts';

const place = (state: 'left' | 'waiting'): StepMark => ({ kind: 'place', state, visits: 1, ports: [] });

describe('marks out of the query cache', () => {
  it('keeps the mark of a step that did not change, and tells the boxes when one did', async () => {
    const client = new QueryClient();
    const query = {
      queryKey: ['run'],
      staleTime: Infinity,
      queryFn: () => Promise.resolve({ mail: 'left' as const, week: 'waiting' as const }),
    };
    const overlay = queryOverlay(
      client,
      query,
      (answer: { mail: 'left'; week: 'left' | 'waiting' }) =>
        new Map(Object.entries(answer).map(([step, state]) => [step, place(state)])),
    );
    let told = 0;
    const end = overlay.subscribe(() => (told += 1));
    await client.ensureQueryData(query);
    await new Promise((resolve) => setTimeout(resolve, 0));
    const before = { mail: overlay.markOf('mail'), week: overlay.markOf('week') };
    expect(before.week).toEqual(place('waiting'));
    const toldBefore = told;
    client.setQueryData(['run'], { mail: 'left', week: 'left' });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(told).toBeGreaterThan(toldBefore);
    expect(overlay.markOf('mail')).toBe(before.mail);
    expect(overlay.markOf('week')).toEqual(place('left'));
    expect(overlay.markOf('elsewhere')).toBeNull();
    end();
    client.clear();
  });
});
