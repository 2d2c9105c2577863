import type { CourseNeeds, LearnerStory } from '../learner-story.ts';
import { type MailReceipt, type Received, stepOfKey } from './receivers.ts';

const DAY = 86_400_000;
const HOUR = DAY / 24;
/** Rounding to whole milliseconds on the way. */
const SLACK_MS = 2;
/** The provider writes whole seconds: what it calls 12:00:00 may be almost a second later. */
const PROVIDER_SECOND_MS = 999;

/** The earliest real moment of a step's mail or release by the journey's own rules, worked out apart from the engine. */
export function earliest(story: LearnerStory, needs: CourseNeeds, stepId: string): number | null {
  const day = (days: number) => real(story, addLocalDays(story.origin, days, story.zone));
  const [, week] = /^week-(\d+)-(?:open|mail)$/.exec(stepId) ?? [];
  if (week) return day(7 * (Number(week) - 1));
  const [, offered] = /^extra-(\d+)-(?:charge|back)$/.exec(stepId) ?? [];
  if (offered) return day(7 * (Number(offered) - 1));
  const lastWeek = needs.modules.length;
  const [, phase] = /^phase-(\d+)-catch-up$/.exec(stepId) ?? [];
  if (phase) {
    const weeks = [...needs.phases.values()].slice(0, Number(phase)).flat().length;
    return day(7 * (weeks - 1) + 6);
  }
  if (stepId === 'reminder') return day(7 * (lastWeek - 1) + 6 + 14);
  if (stepId === 'closing') return day(7 * (lastWeek - 1) + 6 + 14 + 60);
  const [credential] = story.credentials;
  if (stepId === 'congratulation') return credential?.issuedAt ?? Infinity;
  // Three local days; the hour is for a change of the clocks in between.
  if (stepId === 'recommend') return (credential?.issuedAt ?? Infinity) + (3 * DAY - HOUR) / story.speed;
  return null;
}

/** Everything of one learner that came before its time: unlocks, releases, mails as queued and as received, money. */
export function earlyOf(
  story: LearnerStory,
  needs: CourseNeeds,
  mails: ReadonlyArray<MailReceipt & { stepId: string }>,
  { taken, returned }: Pick<Received, 'taken' | 'returned'>,
): string[] {
  const early: string[] = [];
  const check = (what: string, stepId: string, at: number | null) => {
    const due = earliest(story, needs, stepId);
    if (due !== null && at !== null && at < due - SLACK_MS)
      early.push(`${story.email}: ${what} ${stepId} ${Math.round(due - at)} ms early`);
  };
  const openStep = (module: string) => `week-${needs.modules.indexOf(module) + 1}-open`;
  for (const { module, unlockAt } of story.unlocks) check('unlock_at of', openStep(module), unlockAt);
  for (const { module, realAt } of story.releases) check('release of', openStep(module), realAt);
  for (const { stepId, realAt } of story.queued) check('queued', stepId, realAt);
  for (const { stepId, receivedAt } of mails) check('received', stepId, Date.parse(receivedAt));
  for (const { key, at } of [...taken, ...returned]) {
    const step = stepOfKey(key);
    if (step && step.runId === story.runId) check('money of', step.stepId, at + PROVIDER_SECOND_MS);
  }
  return early;
}

function real(story: LearnerStory, virtual: number): number {
  return story.origin + (virtual - story.origin) / story.speed;
}

/** The same local time so many days on. */
function addLocalDays(at: number, days: number, zone: string): number {
  const moved = at + days * DAY;
  return moved + (offset(at, zone) - offset(moved, zone));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that local time is ahead of UTC. */
function offset(at: number, zone: string): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
