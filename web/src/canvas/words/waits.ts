import type { Catalogue, StepOf } from '@gradus/flow';
import { weekOf } from './condition-words.ts';
import { sayDuration, sayLocalDate, sayTimeWindow, sayWeekdayTime, zoneSuffix } from './durations.ts';

type WaitConfig = StepOf<'wait'>['config'];
type CourseDateRule = Extract<WaitConfig['for'], { kind: 'courseDate' }>;

function sayCourseDate({ from, offset, direction, time }: CourseDateRule, catalogue: Catalogue): string {
  const date = from.kind === 'enrollment' ? 'the enrollment' : `${weekOf(from.module, catalogue)} opens`;
  const at = time === undefined ? '' : `, ${time}`;
  if (offset.amount > 0) return `Waits until ${sayDuration(offset)} ${direction} ${date}${at}`;
  return `Waits until ${from.kind === 'enrollment' ? 'the day of the enrollment' : date}${at}`;
}

function sayRule({ for: wait }: WaitConfig, catalogue: Catalogue): string {
  switch (wait.kind) {
    case 'duration':
      return `Waits ${sayDuration(wait.duration)}`;
    case 'until':
      return `Waits until ${sayLocalDate(wait.date)}, ${wait.time}`;
    case 'weekday':
      return `Waits for the next ${sayWeekdayTime(wait.at)}`;
    case 'businessDays':
      return `Waits ${wait.days} business ${wait.days === 1 ? 'day' : 'days'}, until ${wait.time}`;
    case 'courseDate':
      return sayCourseDate(wait, catalogue);
  }
}

/** What a wait for time says about itself. */
export function sayWait(config: WaitConfig, catalogue: Catalogue): string {
  const { for: wait, within, zone } = config;
  const clock = wait.kind === 'duration' && within === undefined ? '' : zoneSuffix(zone);
  if (within === undefined) return `${sayRule(config, catalogue)}${clock}`;
  if (wait.kind === 'duration' && wait.duration.amount === 0)
    return `Waits for ${sayTimeWindow(within)}${clock}`;
  return `${sayRule(config, catalogue)}, then for ${sayTimeWindow(within)}${clock}`;
}
