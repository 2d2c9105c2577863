import { countEffects } from './counting/count.ts';
import type { Count } from './counting/findings.ts';
import type { Accepted } from './crowd.ts';
import type { CourseNeeds, LearnerStory } from './learner-story.ts';
import { type MoneyReceipt, type Received, stepOfMessageId } from './counting/receivers.ts';

/** What a count is made from. */
export interface Evidence {
  stories: LearnerStory[];
  needs: CourseNeeds;
  received: Received;
  accepted: Accepted;
}

type Finding = 'lost' | 'doubled' | 'early' | 'misjudged';

interface SeededFault {
  name: string;
  /** Where it has to show. */
  shows: Finding;
  /** Spoils a copy of the evidence. */
  seed: (evidence: Evidence) => void;
}

const DAY_IN_MS = 86_400_000;
const anyRun = ({ stories }: Evidence) => stories.find(({ runId, finished }) => runId && finished)!;
/** A mail of that run; the receivers also hold what other crowds got. */
const mailOf = (it: Evidence) =>
  it.received.mails.find(({ messageId }) => stepOfMessageId(messageId)?.runId === anyRun(it).runId)!;
const callOf = (it: Evidence) =>
  it.received.calls.find(
    ({ key, status }) => status === 200 && anyRun(it).submissions.some(({ id }) => key === `grade:${id}`),
  )!;

/** Money that a step of one of these runs moved. */
const ofStep =
  ({ stories }: Evidence) =>
  ({ key }: MoneyReceipt) =>
    stories.some(({ runId }) => runId !== null && key?.startsWith(`${runId}:extra-`));
/** The same once more at the provider, under an id of its own. */
function again(receipts: MoneyReceipt[], which: (receipt: MoneyReceipt) => boolean): void {
  receipts.push({ ...receipts.find(which)!, id: 'seeded' });
}
function dropped(receipts: MoneyReceipt[], which: (receipt: MoneyReceipt) => boolean): void {
  receipts.splice(receipts.findIndex(which), 1);
}

const FAULTS: SeededFault[] = [
  {
    name: 'a mail that never arrived',
    shows: 'lost',
    seed: (it) => {
      const { messageId } = mailOf(it);
      it.received.mails = it.received.mails.filter((mail) => mail.messageId !== messageId);
    },
  },
  {
    name: 'a mail under a second Message-ID',
    shows: 'doubled',
    seed: (it) => {
      const mail = mailOf(it);
      const messageId = mail.messageId.replace(/\.\d+@/, '.2@');
      it.received.mails.push({ ...mail, messageId });
    },
  },
  {
    name: 'a submission the grader never saw',
    shows: 'lost',
    seed: (it) => {
      const { key } = callOf(it);
      it.received.calls = it.received.calls.filter((call) => call.key !== key);
    },
  },
  {
    name: 'a submission graded under a second key',
    shows: 'doubled',
    seed: (it) => {
      const call = callOf(it);
      it.received.calls.push({ ...call, key: `${call.key}:2` });
    },
  },
  {
    name: 'a second charge at the checkout',
    shows: 'doubled',
    seed: (it) => again(it.received.taken, ({ key }) => key === anyRun(it).orderId),
  },
  {
    name: 'a second charge of a step, under its own key',
    shows: 'doubled',
    seed: (it) => again(it.received.taken, ofStep(it)),
  },
  {
    name: 'a charge of a step that the provider never took',
    shows: 'lost',
    seed: (it) => dropped(it.received.taken, ofStep(it)),
  },
  {
    name: 'a charge at a step that was left as declined',
    shows: 'misjudged',
    seed: (it) => {
      const visit = it.stories.flatMap(({ visits }) => visits).find(({ port }) => port === 'paid')!;
      visit.port = 'declined';
    },
  },
  {
    name: 'a refund given twice',
    shows: 'doubled',
    seed: (it) => again(it.received.returned, ofStep(it)),
  },
  {
    name: 'a refund that never came',
    shows: 'lost',
    seed: (it) => dropped(it.received.returned, ofStep(it)),
  },
  {
    name: 'a refund of staff that never came',
    shows: 'lost',
    seed: (it) =>
      dropped(it.received.returned, ({ key }) =>
        [...it.accepted.refunds.keys()].some((id) => key === `refund:${id}`),
      ),
  },
  {
    name: 'a refund of another sum',
    shows: 'misjudged',
    seed: (it) => void (it.received.returned.find(ofStep(it))!.amountMinor += 1),
  },
  {
    name: 'money given back that our books do not know of',
    shows: 'misjudged',
    seed: (it) =>
      void (it.stories
        .flatMap(({ books }) => books)
        .find(({ refundedMinor }) => refundedMinor > 0)!.refundedMinor = 0),
  },
  {
    name: 'a module that opens an hour early',
    shows: 'early',
    seed: (it) => {
      const story = anyRun(it);
      for (const unlock of story.unlocks) unlock.unlockAt! -= DAY_IN_MS / 24 / story.speed;
    },
  },
  {
    name: 'a step visited twice',
    shows: 'doubled',
    seed: (it) => {
      const { visits } = anyRun(it);
      visits.push({ ...visits.find(({ stepId }) => stepId === 'week-3-mail')!, visit: 2 });
    },
  },
  {
    name: 'a branch taken against the facts',
    shows: 'misjudged',
    seed: (it) => {
      const { visits } = anyRun(it);
      const check = visits.find(({ stepId }) => stepId === 'phase-1-check')!;
      check.port = check.port === 'done' ? 'otherwise' : 'done';
    },
  },
  {
    name: 'an accepted lesson that is nowhere',
    shows: 'lost',
    seed: (it) => void anyRun(it).lessons.pop(),
  },
];

/** Seeds one fault of each kind into copies of the evidence. Answers those that the count did not notice. */
export function unnoticedFaults(evidence: Evidence): string[] {
  const sound = countOf(evidence);
  return FAULTS.filter(({ shows, seed }) => {
    const copy = structuredClone(evidence);
    seed(copy);
    return countOf(copy)[shows].length <= sound[shows].length;
  }).map(({ name }) => name);
}

const countOf = ({ stories, needs, received, accepted }: Evidence): Count =>
  countEffects(stories, needs, received, accepted);
