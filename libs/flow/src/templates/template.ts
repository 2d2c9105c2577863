import type { Definition, Duration, Layout, Step, StepId, StepOf } from '../model/definition.ts';
import type { Catalogue } from '../model/plan.ts';

/** A ready-made drawing to begin with; once taken, it is the author's to change. */
export interface Template {
  /** Stable; stands in links. */
  id: string;
  name: string;
  /** What it is for, in a sentence or two. */
  purpose: string;
  /** Whether it can stand without a course. */
  needsCourse: boolean;
  /** Compiles without an error for any course that has modules. Without a course: for an empty catalogue too. */
  draw(catalogue: Catalogue): { definition: Definition; layout: Layout };
}

type Line = [from: StepId, port: string, to: StepId, back?: 'back'];

/** A definition out of steps and lines; the first step is the trigger. Where the boxes stand is worked out when drawn. */
export function sketch(
  steps: Record<StepId, Step>,
  lines: Line[],
  options: { entry?: Definition['entry']; settings?: Partial<Definition['settings']> } = {},
): { definition: Definition; layout: Layout } {
  const edges = lines.map(([from, port, to, back]) => ({ from, port, to, ...(back && { back: true }) }));
  const definition: Definition = {
    schemaVersion: 2,
    trigger: Object.keys(steps)[0] ?? 'start',
    entry: options.entry ?? { rule: 'once' },
    steps,
    edges,
    settings: { exitOn: [], ...options.settings },
  };
  return { definition, layout: {} };
}

/** A trigger on a domain event. */
export function onEvent(title: string, event: string, where?: string): StepOf<'trigger'> {
  return { kind: 'trigger', title, config: { on: { kind: 'event', event, ...(where && { where }) } } };
}

/** A wait for a length of time by the learner's calendar. */
export function pause(title: string, amount: number, unit: Duration['unit']): StepOf<'wait'> {
  const config = {
    for: { kind: 'duration' as const, duration: { amount, unit } },
    zone: 'learner' as const,
  };
  return { kind: 'wait', title, config };
}

/** Waits for an event, for so long at most. */
export function within(title: string, event: string, timeout: Duration, where?: string): StepOf<'waitFor'> {
  const rule = { kind: 'event' as const, event, ...(where && { where }) };
  return { kind: 'waitFor', title, config: { for: rule, timeout, zone: 'learner' } };
}

/** A mail; `marketing` ones can be unsubscribed from. */
export function mail(
  title: string,
  category: 'transactional' | 'marketing',
  subject: string,
  lines: string[],
): StepOf<'message'> {
  const body = ['Hi {{person.name}},', ...lines, '{{school.name}}'].join('\n\n');
  return { kind: 'message', title, config: { category, subject, body, waitForDelivery: false } };
}

/** Where a way ends. */
export function ending(title: string, outcome: 'completed' | 'ended'): StepOf<'end'> {
  return { kind: 'end', title, config: { outcome } };
}

/** An automation with nothing in it yet: begun by hand, and at its end. */
export function blank(): { definition: Definition; layout: Layout } {
  return sketch(
    {
      start: { kind: 'trigger', title: 'Started by hand', config: { on: { kind: 'manual' } } },
      end: ending('The end', 'completed'),
    },
    [['start', 'next', 'end']],
    { entry: { rule: 'afterEnd' } },
  );
}
