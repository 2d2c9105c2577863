import type { StepOf } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { wallReading } from '../../time/zones.ts';
import { eventProblems } from '../check-events.ts';
import type { StepCheck, StepContext } from './step-context.ts';
import { error, named } from '../problems.ts';

type Trigger = StepOf<'trigger'>;
type Start = Trigger['config']['on'];

function zoneKnown(zone: string, step: Trigger, { id }: StepContext): Problem[] {
  try {
    wallReading(0, zone);
    return [];
  } catch {
    const message = `${named(step)} goes by the time zone “${zone}”, which nobody knows. Choose another one.`;
    return [error('flow.zone-unknown', id, 'on.zone', message)];
  }
}

function segmentKnown(
  segment: string,
  step: Trigger,
  { id, catalogue }: StepContext,
  field = 'on.segment',
): Problem[] {
  const { segments } = catalogue;
  if (segments === undefined || segments.some((known) => known.id === segment)) return [];
  const message = `${named(step)} begins with a segment that does not exist (any more). Choose another one.`;
  return [error('flow.segment-unknown', id, field, message)];
}

/** Says in the event which automation was told. */
const RESERVED = 'automation';

const START_CHECKS = {
  enrolled: () => [],
  event: (on, step, context) => eventProblems(on, 'on', step, context),
  manual: () => [],
  webhook: ({ keep }, step, { id }) => {
    const names = keep.map(({ into }) => into);
    const taken = names.find((name, index) => name === RESERVED || names.indexOf(name) !== index);
    if (taken === undefined) return [];
    const message = `${named(step)} has two values kept as “${taken}”. Give one of them another name.`;
    return [error('flow.name-taken', id, 'on.keep', message)];
  },
  schedule: ({ audience, zone }, step, context) => {
    const problems = zone === 'school' ? [] : zoneKnown(zone, step, context);
    if (audience.kind === 'segment')
      return [...problems, ...segmentKnown(audience.segment, step, context, 'on.audience.segment')];
    if (context.catalogue.courseTitle !== null) return problems;
    const message = `${named(step)} is about the learners of a course, and this automation belongs to none. Choose a segment.`;
    return [...problems, error('flow.course-missing', context.id, 'on.audience', message)];
  },
  segment: ({ segment }, step, context) => segmentKnown(segment, step, context),
} satisfies {
  [K in Start['kind']]: (on: Extract<Start, { kind: K }>, step: Trigger, context: StepContext) => Problem[];
};

/** What is wrong with how an automation begins. */
export const checkTrigger: StepCheck<'trigger'> = (step, context) => {
  const { on } = step.config;
  const check = START_CHECKS[on.kind] as (on: Start, step: Trigger, context: StepContext) => Problem[];
  return check(on, step, context);
};
