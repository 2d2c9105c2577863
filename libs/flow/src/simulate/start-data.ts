import { EVENT_FIELDS, type DomainEventType } from '@gradus/contracts';
import { sketchOf } from '../check/condition-sketch.ts';
import { startingEvent } from '../kinds/ways/starting-event.ts';
import type { EventInput } from '../model/inputs.ts';
import type { Plan } from '../model/plan.ts';
import type { ScenarioModule } from './scenario.ts';

const SAMPLES = { number: 1, yesNo: true, text: 'sample' } as const;

/**
 * What an event that starts a run of this plan could bring, for what a script leaves open: what the trigger's where-clause asks
 * for, the first module, else a sample of each field. A live run has it as its variables.
 */
export function startDataOf(plan: Plan, modules: readonly ScenarioModule[]): EventInput['data'] {
  const fields = EVENT_FIELDS[startingEvent(plan.definition) as DomainEventType] ?? {};
  const trigger = plan.steps[plan.definition.trigger]?.step;
  const where =
    trigger?.kind === 'trigger' && 'where' in trigger.config.on ? trigger.config.on.where : undefined;
  const wanted = where === undefined ? {} : sketchOf(where).event;
  const samples = Object.entries(fields).map(([name, kind]) => {
    const sample = name === 'module' ? (modules[0]?.key ?? SAMPLES.text) : SAMPLES[kind];
    return [name, wanted[name] ?? sample] as const;
  });
  return Object.fromEntries(samples);
}
