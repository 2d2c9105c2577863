import { type Definition, type Edge, type Step, portsOf } from '@gradus/flow';

/** A journey of these steps, one after the other by their port `next`, then the end; `lines` are drawn besides. */
export function journeyOf(
  steps: Record<string, Step>,
  lines: ReadonlyArray<readonly [from: string, port: string, to: string]> = [],
  settings: Partial<Definition['settings']> = {},
): Definition {
  const ids = ['start', ...Object.keys(steps), 'finish'];
  const drawn = new Set(lines.map(([from, port]) => `${from}:${port}`));
  const onward = ids.slice(0, -1).flatMap((from, at): Edge[] => {
    const step = steps[from];
    const ends = step !== undefined && !portsOf(step).includes('next');
    return ends || drawn.has(`${from}:next`) ? [] : [{ from, port: 'next', to: ids[at + 1] ?? 'finish' }];
  });
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [], ...settings },
    steps: {
      start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
      ...steps,
      finish: { kind: 'end', title: 'Completed', config: { outcome: 'completed' } },
    },
    edges: [...onward, ...lines.map(([from, port, to]) => ({ from, port, to }))],
  };
}

/** A wait by the clock alone. */
export function waitOf(amount: number, unit: 'minutes' | 'hours' | 'days' = 'days'): Step {
  return {
    kind: 'wait',
    title: `Wait ${amount} ${unit}`,
    config: { for: { kind: 'duration', duration: { amount, unit } }, zone: 'none' },
  };
}
