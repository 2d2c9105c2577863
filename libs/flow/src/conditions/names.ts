import type { ASTNode } from '@marcbachmann/cel-js';

/** What a condition reads and calls, found in its syntax tree. */
export interface ConditionNames {
  /** Roots: `facts`, `vars`, `event`, and names bound by macros. */
  roots: Set<string>;
  /** Fields read straight from `facts`. */
  fields: Set<string>;
  /** Keys named in `facts.modules["…"]`. */
  modules: Set<string>;
  /** Keys named in `facts.phases["…"]`. */
  phases: Set<string>;
  /** Keys named in `event.…`. */
  eventFields: Set<string>;
  /** Keys named in `facts.fields["…"]`. */
  personFields: Set<string>;
  /** Functions and methods. */
  calls: Set<string>;
  /** How many times it goes through a list or map; nested ones multiply what a condition costs. */
  loops: number;
}

const LOOPS = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** `modules` for `facts.modules`, null for anything that is no field of `facts`. */
export function factsField(node: unknown): string | null {
  if (!isNode(node) || node.op !== '.') return null;
  const [owner, field] = node.args;
  return owner.op === 'id' && owner.args === 'facts' ? field : null;
}

/** `x` of `….x` and of `…["x"]`; null for anything else. */
export function literalKey(node: ASTNode): string | null {
  if (node.op === '.') return node.args[1];
  if (node.op !== '[]') return null;
  const key = node.args[1];
  return key.op === 'value' && typeof key.args === 'string' ? key.args : null;
}

function note(node: ASTNode, names: ConditionNames): void {
  if (node.op === 'id') names.roots.add(node.args);
  if (node.op === 'call' || node.op === 'rcall') {
    names.calls.add(node.args[0]);
    if (LOOPS.has(node.args[0])) names.loops += 1;
  }
  const field = factsField(node);
  if (field !== null) names.fields.add(field);
  if (node.op !== '.' && node.op !== '[]') return;
  const key = literalKey(node);
  const owner = factsField(node.args[0]);
  if (key !== null && owner === 'modules') names.modules.add(key);
  if (key !== null && owner === 'phases') names.phases.add(key);
  const root = node.args[0];
  if (key !== null && isNode(root) && root.op === 'id' && root.args === 'event') names.eventFields.add(key);
  if (key !== null && owner === 'fields') names.personFields.add(key);
}

function children(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = [];
  const collect = (value: unknown): void => {
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) for (const item of value) collect(item);
  };
  collect(node.args);
  return found;
}

/** The names a parsed condition uses. */
export function namesIn(root: ASTNode): ConditionNames {
  const names: ConditionNames = {
    roots: new Set(),
    fields: new Set(),
    modules: new Set(),
    phases: new Set(),
    eventFields: new Set(),
    personFields: new Set(),
    calls: new Set(),
    loops: 0,
  };
  for (const node of nodesIn(root)) note(node, names);
  return names;
}

/** Whether the answer hangs on the person's tags or fields, which events of their own announce. */
export function asksAboutPerson(source: string): boolean {
  return /facts\.(tags|fields)\b/.test(source);
}

/** Whether the answer hangs on payments or access, which events of their own announce. */
export function asksAboutMoney(source: string): boolean {
  return /facts\.(payment|access)\b/.test(source);
}

/** Every node of a syntax tree, the root first. */
export function nodesIn(root: ASTNode): ASTNode[] {
  const found: ASTNode[] = [root];
  for (const node of found) found.push(...children(node));
  return found;
}
