import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { FactsView, ModuleView } from '../model/facts.ts';

/** Instances of these are what CEL checks field by field; they hold nothing but the view's own values. */
class ModuleInCondition implements ModuleView {
  released = false;
  completed = false;
  lessonsDone = 0;
  submitted = false;
  graded = false;
  passed = false;
  score = 0;
}

class PhaseInCondition {
  completed = false;
  progress = 0;
}

class FactsInCondition implements FactsView {
  progress = 0;
  requirementsMet = false;
  certified = false;
  daysSinceEnrollment = 0;
  modules: Record<string, ModuleInCondition> = {};
  phases: Record<string, PhaseInCondition> = {};
}

function inCondition(view: FactsView): FactsInCondition {
  return Object.assign(new FactsInCondition(), view, {
    modules: mapValues(view.modules, moduleInCondition),
    phases: mapValues(view.phases, (phase) => Object.assign(new PhaseInCondition(), phase)),
  });
}

const wrappedModules = new WeakMap<Readonly<ModuleView>, ModuleInCondition>();

/** A module nothing has happened to keeps its view, and so its instance. */
function moduleInCondition(module: Readonly<ModuleView>): ModuleInCondition {
  let instance = wrappedModules.get(module);
  if (instance === undefined) {
    instance = Object.assign(new ModuleInCondition(), module);
    wrappedModules.set(module, instance);
  }
  return instance;
}

function mapValues<V, W>(record: Record<string, V>, change: (value: V) => W): Record<string, W> {
  const changed: Record<string, W> = {};
  for (const [key, value] of Object.entries(record)) changed[key] = change(value);
  return changed;
}

/** The fields of `facts.modules["…"]`. */
export const MODULE_FIELDS = {
  released: 'bool',
  completed: 'bool',
  lessonsDone: 'double',
  submitted: 'bool',
  graded: 'bool',
  passed: 'bool',
  score: 'double',
} satisfies Record<keyof ModuleView, string>;

/** The fields of `facts.phases["…"]`. */
export const PHASE_FIELDS = { completed: 'bool', progress: 'double' };

/** The fields of `facts`. All numbers are doubles, so that 50 and 49.5 compare with them alike. */
export const FACTS_FIELDS = {
  progress: 'double',
  requirementsMet: 'bool',
  certified: 'bool',
  daysSinceEnrollment: 'double',
  modules: 'map<string, ModuleFacts>',
  phases: 'map<string, PhaseFacts>',
} satisfies Record<keyof FactsView, string>;

/**
 * The only names a condition may use: `facts`, `vars` and, in a where-clause, `event`. The library interprets its
 * syntax tree and never compiles JavaScript (no eval, no Function); the limits keep a hostile condition small.
 */
export const environment = new Environment({
  limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 },
})
  .registerType('ModuleFacts', { ctor: ModuleInCondition, fields: MODULE_FIELDS })
  .registerType('PhaseFacts', { ctor: PhaseInCondition, fields: PHASE_FIELDS })
  .registerType('CourseFacts', { ctor: FactsInCondition, fields: FACTS_FIELDS })
  .registerVariable('facts', 'CourseFacts')
  .registerVariable('vars', 'map<string, dyn>')
  .registerVariable('event', 'map<string, dyn>')
  .registerOperator('double == int', (a: number, b: bigint) => a === Number(b))
  .registerOperator('double + int', (a: number, b: bigint) => a + Number(b))
  .registerOperator('int + double', (a: bigint, b: number) => Number(a) + b)
  .registerOperator('double - int', (a: number, b: bigint) => a - Number(b))
  .registerOperator('int - double', (a: bigint, b: number) => Number(a) - b)
  .registerOperator('double * int', (a: number, b: bigint) => a * Number(b))
  .registerOperator('int * double', (a: bigint, b: number) => Number(a) * b)
  .registerOperator('double / int', (a: number, b: bigint) => a / Number(b))
  .registerOperator('int / double', (a: bigint, b: number) => Number(a) / b);

const REMEMBERED = 500;
const parsed = new Map<string, ParseResult>();

/**
 * The condition's syntax tree, remembered by its text: parsing is pure, so forgetting one only costs time.
 *
 * @throws ParseError of the library
 */
export function parseCondition(source: string): ParseResult {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const result = environment.parse(source);
  if (parsed.size >= REMEMBERED) parsed.delete(parsed.keys().next().value ?? source);
  parsed.set(source, result);
  return result;
}

let last: { view: FactsView; instance: FactsInCondition } | null = null;

/** The view as CEL wants it; the branches of one step all ask about the same view. */
export function factsForCondition(view: FactsView): object {
  if (last?.view !== view) last = { view, instance: inCondition(view) };
  return last.instance;
}
