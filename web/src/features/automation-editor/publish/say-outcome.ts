import type { MoveKind, PublishPlan } from '@gradus/contracts';
import { MOVES, plural } from './words.ts';

type Outcome = Pick<PublishPlan, 'moves' | 'dates' | 'mails' | 'effects' | 'opens' | 'ends'>;

const ORDER: MoveKind[] = ['followed', 'retimed', 'redirected', 'marked', 'exited', 'kept'];

/** The dry run in plain sentences, the most important first. */
export function sayOutcome(
  { moves, dates, mails, effects, opens, ends }: Outcome,
  spreadMinutes: number,
): string[] {
  const said = ORDER.flatMap((did) => {
    const count = moves[did];
    if (!count) return [];
    const [one, many] = MOVES[did];
    return [`${plural(count, 'learner')} ${count === 1 ? one : many}.`];
  });
  if (dates.atOnce > 0)
    said.push(
      dates.atOnce === 1
        ? 'For 1 the wait is over at once.'
        : `For ${dates.atOnce} the wait is over at once.`,
    );
  if (dates.earlier > 0)
    said.push(`${plural(dates.earlier, 'date')} ${dates.earlier === 1 ? 'is' : 'are'} earlier.`);
  if (dates.later > 0) said.push(`${plural(dates.later, 'date')} ${dates.later === 1 ? 'is' : 'are'} later.`);
  for (const { title, count } of opens.slice(0, 3)) said.push(`“${title}” opens for ${count} at once.`);
  if (mails > 0)
    said.push(`${plural(mails, 'mail')} ${mails === 1 ? 'goes' : 'go'} out${spread(mails, spreadMinutes)}.`);
  else said.push('No mail goes out at once.');
  if (effects > 0)
    said.push(`${plural(effects, 'other effect')} ${effects === 1 ? 'follows' : 'follow'} at once.`);
  if (ends > 0) said.push(ends === 1 ? '1 run ends, for good.' : `${ends} runs end, for good.`);
  return said;
}

function spread(mails: number, minutes: number): string {
  if (minutes === 0 || mails === 1) return '';
  if (minutes === 60) return ', spread over an hour';
  return minutes === 1_440 ? ', spread over a day' : `, spread over ${minutes / 60} hours`;
}
