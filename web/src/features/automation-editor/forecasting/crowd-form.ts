import type { BehaviourName, ForecastAutomation } from '@gradus/contracts';
import { localDateTime } from '@gradus/flow';
import type { z } from 'zod';

/** What an author says about a crowd. */
export interface CrowdForm {
  who: 'drawn' | 'roster';
  size: number;
  /** Of a hundred learners, so many are like this. */
  shares: Record<BehaviourName, number>;
  zones: { zone: string; share: number }[];
  /** `YYYY-MM-DD`, by the school's clock. */
  from: string;
  until: string;
  weeks: number;
  gradingCents: number;
}

/** What is wrong with a crowd, by field; empty: it can be forecast. */
export function crowdProblems(
  form: CrowdForm,
): Partial<Record<'shares' | 'zones' | 'from' | 'until', string>> {
  if (form.who === 'roster') return {};
  const total = Object.values(form.shares).reduce((sum, share) => sum + share, 0);
  return {
    ...(total !== 100 && { shares: `Together they are ${total} of a hundred. Make it 100.` }),
    ...(form.zones.every(({ share }) => share === 0) && { zones: 'Give at least one zone a share.' }),
    ...(dayOf(form.from) === null && { from: 'Choose a day.' }),
    ...(form.until < form.from && { until: 'This is before the first day.' }),
  };
}

function dayOf(date: string, zone = 'UTC'): number | null {
  try {
    return localDateTime(date, '00:00', zone);
  } catch {
    return null;
  }
}

const DAY = 86_400_000;

/** What the server is asked. */
export function questionOf(form: CrowdForm, zone: string): z.input<typeof ForecastAutomation> {
  const about = { horizonDays: Math.min(400, form.weeks * 7), gradingCents: form.gradingCents };
  if (form.who === 'roster') return { crowd: { kind: 'roster' }, ...about };
  const from = dayOf(form.from, zone) ?? 0;
  const until = (dayOf(form.until, zone) ?? from) + DAY;
  const behaviours = (Object.entries(form.shares) as [BehaviourName, number][]).flatMap(
    ([behaviour, share]) => (share > 0 ? [{ behaviour, share }] : []),
  );
  return {
    crowd: {
      kind: 'drawn',
      size: form.size,
      behaviours,
      zones: form.zones.filter(({ share }) => share > 0),
      enrolledFrom: new Date(from).toISOString(),
      enrolledUntil: new Date(until).toISOString(),
    },
    ...about,
  };
}
