import { EVENT_FIELDS, type DomainEventType, type EventFieldKind } from '@gradus/contracts';
import { RUN_ENDED } from '../kinds/calling/call-automation.ts';
import { TASK_DECIDED } from '../kinds/asking/decisions.ts';
import { CHECKOUT_ENDED } from '../kinds/money/subscribe.ts';
import { rulesOf } from '../kinds/registry.ts';
import type { Step } from '../model/definition.ts';
import type { EventInput } from '../model/inputs.ts';
import type { PlanStep } from '../model/plan.ts';
import { askedBy, OF_THE_LEARNER } from './asked.ts';
import { sketchOf } from './condition-sketch.ts';

/** An event that may come from outside while a learner waits. */
export type Coming = Pick<EventInput, 'type' | 'data'>;

/** Values of a field that nothing in particular is asked of: any text that the step's conditions name, else none of them. */
function samples(kind: EventFieldKind, texts: readonly string[]): Array<string | number | boolean> {
  if (kind === 'number') return [1];
  if (kind === 'yesNo') return [true, false];
  return texts.length > 0 ? [...texts] : ['-'];
}

function withEach(events: Coming[], name: string, values: Array<string | number | boolean>): Coming[] {
  return events.flatMap((event) =>
    values.map((value) => ({ ...event, data: { ...event.data, [name]: value } })),
  );
}

/** What is decided here is a question of its own. */
const holdsTask = (step: Step) => rulesOf(step).holdsTask?.(step.config) === true;

/** What comes of an effect is a question of the effect. */
const ANSWERED: ReadonlySet<string> = new Set([RUN_ENDED, CHECKOUT_ENDED]);

/** At most so many different events of one type: yes and no of two fields. */
const MOST_KINDS = 4;

/**
 * What may come from outside and move a token that waits at this step, with data that its where-clause lets through: each
 * type it listens to, but for what an imagined learner does and an effect brings about.
 */
export function comingTo(planStep: PlanStep): Coming[] {
  const { step } = planStep;
  const { conditions } = askedBy(planStep);
  const wheres = conditions.filter(({ eventType }) => eventType !== null);
  const texts = [...new Set(conditions.flatMap(({ source }) => sketchOf(source).texts))];
  const types = rulesOf(step)
    .listens(step.config)
    .filter(
      (type) =>
        !OF_THE_LEARNER.has(type) && !(type === TASK_DECIDED && holdsTask(step)) && !ANSWERED.has(type),
    );
  return types.flatMap((type) => {
    const fields = EVENT_FIELDS[type as DomainEventType] ?? {};
    const wanted = wheres
      .filter(({ eventType }) => eventType === type)
      .map(({ source }) => sketchOf(source).event)
      .reduce((all, event) => ({ ...all, ...event }), {});
    return Object.entries(fields)
      .reduce<Coming[]>(
        (events, [name, kind]) =>
          withEach(events, name, name in wanted ? [wanted[name]!] : samples(kind, texts)),
        [{ type, data: {} }],
      )
      .slice(0, MOST_KINDS);
  });
}
