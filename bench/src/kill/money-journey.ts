import { DEMO_PASSWORD } from '@gradus/contracts';
import type { Definition, Operation, Step, StepOf } from '@gradus/flow';
import { LearnerApi } from '../../../stand-ins/src/simulated-learner/api.ts';
import type { Stage } from '../stage/stage.ts';

type Part = StepOf<'refund'>['config']['part'];

/** Weeks after whose mail something is offered for money, and what of it is given back; null: nothing. */
const OFFERS: ReadonlyArray<{ week: number; amountMinor: number; back: Part | null }> = [
  { week: 2, amountMinor: 1_902, back: { kind: 'all' } },
  { week: 5, amountMinor: 2_905, back: { kind: 'percent', percent: 50 } },
  { week: 8, amountMinor: 3_908, back: null },
  { week: 11, amountMinor: 4_911, back: { kind: 'amount', amountMinor: 1_100 } },
];
/** Of a hundred learners so many take what a week offers, each week others. */
const BUYERS = 60;

/**
 * Puts steps that move money into the journey of a course, as an instructor would, and publishes it: whoever enrols from now on
 * is charged by the card they saved on the pay page, up to four times, and gets some of it back.
 */
export async function putMoneyIntoJourney(stage: Stage, courseKey: string): Promise<void> {
  const { rows } = await stage.db.query<{ id: string }>(
    `SELECT a.id FROM automations a JOIN courses c ON c.id = a.course_id WHERE c.key = $1 AND a.use = 'journey'`,
    [courseKey],
  );
  const path = `/api/automations/${rows[0]!.id}`;
  const api = new LearnerApi(stage.apiUrl, { email: 'instructor@gradus.local', password: DEMO_PASSWORD });
  const { draft } = await api.get<{ draft: { revision: number; definition: Definition } }>(path);
  const operations = OFFERS.flatMap((offer) => offered(draft.definition, offer));
  const { revision } = draft;
  const edited = await api.post<{ revision: number }>(`${path}/operations`, { revision, operations });
  await api.post(`${path}/publish`, { revision: edited.revision, note: 'Offers for money' });
}

/** Who is asked, the charge, and what is given back, between a week's mail and what follows it. */
function offered({ edges }: Definition, { week, amountMinor, back }: (typeof OFFERS)[number]): Operation[] {
  const [asked, charged, returned] = [`extra-${week}`, `extra-${week}-charge`, `extra-${week}-back`];
  const mail = `week-${week}-mail`;
  const onward = edges.find(({ from, port }) => from === mail && port === 'next')!.to;
  const ways = [
    { id: 'buys', title: 'Takes it', percent: BUYERS },
    { id: 'passes', title: 'Does not', percent: 100 - BUYERS },
  ];
  const charge: Step = {
    kind: 'charge',
    title: `Charge for week ${week}`,
    config: { amountMinor, currency: 'EUR', title: `A coaching hour in week ${week}` },
  };
  const insert = (stepId: string, step: Step, from: string, port: string): Operation => ({
    type: 'insertStep',
    stepId,
    step,
    after: { stepId: from, port },
  });
  const operations = [
    insert(asked, { kind: 'split', title: `Coaching in week ${week}?`, config: { ways } }, mail, 'next'),
    insert(charged, charge, asked, 'buys'),
    { type: 'connect' as const, from: asked, port: 'passes', to: onward },
    { type: 'connect' as const, from: charged, port: 'declined', to: onward },
  ];
  if (!back) return operations;
  const config = { of: 'lastCharge' as const, part: back, reason: 'The coaching hour was cut short.' };
  return [
    ...operations,
    insert(returned, { kind: 'refund', title: `Give back of week ${week}`, config }, charged, 'paid'),
  ];
}
