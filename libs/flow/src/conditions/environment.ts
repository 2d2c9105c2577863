import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { AccessInView, FactsInView, ModuleInView, PaymentInView, PhaseInView } from '../learner/views.ts';
import type { AccessView, FactsView, ModuleView, PaymentView } from '../model/facts.ts';

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

/** The fields of `facts.payment`. */
export const PAYMENT_FIELDS = {
  paid: 'bool',
  failed: 'bool',
  refunded: 'bool',
  subscription: 'string',
} satisfies Record<keyof PaymentView, string>;

/** The fields of `facts.access`. */
export const ACCESS_FIELDS = { open: 'bool', reason: 'string' } satisfies Record<keyof AccessView, string>;

/** The fields of `facts`. All numbers are doubles, so that 50 and 49.5 compare with them alike. */
export const FACTS_FIELDS = {
  progress: 'double',
  requirementsMet: 'bool',
  awaitsGrade: 'bool',
  certified: 'bool',
  daysSinceEnrollment: 'double',
  modules: 'map<string, ModuleFacts>',
  phases: 'map<string, PhaseFacts>',
  tags: 'list<string>',
  fields: 'map<string, dyn>',
  payment: 'PaymentFacts',
  access: 'AccessFacts',
} satisfies Record<keyof FactsView, string>;

/**
 * The only names a condition may use: `facts`, `vars` and, in a where-clause, `event`. The library interprets its
 * syntax tree and never compiles JavaScript (no eval, no Function); the limits keep a hostile condition small.
 */
export const environment = new Environment({
  limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 },
})
  .registerType('ModuleFacts', { ctor: ModuleInView, fields: MODULE_FIELDS })
  .registerType('PhaseFacts', { ctor: PhaseInView, fields: PHASE_FIELDS })
  .registerType('PaymentFacts', { ctor: PaymentInView, fields: PAYMENT_FIELDS })
  .registerType('AccessFacts', { ctor: AccessInView, fields: ACCESS_FIELDS })
  .registerType('CourseFacts', { ctor: FactsInView, fields: FACTS_FIELDS })
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
