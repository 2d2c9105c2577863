import { calledBy } from '@gradus/flow';
import type { CallableAutomation, Definition, Step } from '@gradus/flow';

type Known = ReadonlyArray<Pick<CallableAutomation, 'id' | 'name'>>;

/** The names of the automations that a drawing calls, by id: another school knows them by name, if at all. */
export function namesOfCalls(definition: Definition, known: Known): Record<string, string> {
  const called = new Set(calledBy(definition));
  return Object.fromEntries(known.filter(({ id }) => called.has(id)).map(({ id, name }) => [id, name]));
}

/** Which automation is meant here: the same one, or the only one of that name; else whatever the text says. */
function meant(id: string, names: Readonly<Record<string, string>>, known: Known): string {
  if (known.some((one) => one.id === id)) return id;
  const [same, ...others] = known.filter(({ name }) => name === names[id]);
  return same !== undefined && others.length === 0 ? same.id : id;
}

/** The same drawing, calling the automations that are here. What is not here is left for the check to say. */
export function withCallsHere(
  definition: Definition,
  names: Readonly<Record<string, string>>,
  known: Known,
): Definition {
  const steps = Object.entries(definition.steps).map(([id, step]): [string, Step] => {
    if (step.kind !== 'callAutomation') return [id, step];
    const automation = meant(step.config.automation, names, known);
    return [id, { ...step, config: { ...step.config, automation } }];
  });
  return { ...definition, steps: Object.fromEntries(steps) };
}
