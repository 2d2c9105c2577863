import type { ASTNode } from '@marcbachmann/cel-js';
import {
  ACCESS_FIELDS,
  FACTS_FIELDS,
  MODULE_FIELDS,
  parseCondition,
  PAYMENT_FIELDS,
  PHASE_FIELDS,
} from '../../conditions/environment.ts';
import { factsField, literalKey, nodesIn } from '../../conditions/names.ts';
import type { Catalogue } from '../../model/plan.ts';

const ROOTS: ReadonlySet<string> = new Set(['facts', 'vars', 'event']);

const isAccess = (node: ASTNode) => node.op === '.' || node.op === '[]';

/** What stands before the dot or the bracket. */
const ownerOf = (node: ASTNode) => (node.args as [ASTNode, unknown])[0];

/** A name as it is written: `facts.modules["week-1"].score`; null: it is made up of something else. */
function written(node: ASTNode): string | null {
  if (node.op === 'id') return String(node.args);
  const key = literalKey(node);
  if (key === null) return null;
  const owner = written(ownerOf(node));
  if (owner === null) return null;
  return node.op === '.' ? `${owner}.${key}` : `${owner}["${key}"]`;
}

/** The name that `xs.all(name, …)` gives to each one. */
function boundBy(node: ASTNode): string[] {
  if (node.op !== 'rcall') return [];
  const [first] = (node.args as [string, ASTNode, ASTNode[]])[2];
  return first?.op === 'id' ? [String(first.args)] : [];
}

/** The names that are known behind this one; null: any may be there, or nobody can say. */
function knownBehind(owner: ASTNode, { modules }: Catalogue): readonly string[] | null {
  if (owner.op === 'id') return owner.args === 'facts' ? Object.keys(FACTS_FIELDS) : null;
  const field = factsField(owner);
  if (field === 'payment') return Object.keys(PAYMENT_FIELDS);
  if (field === 'access') return Object.keys(ACCESS_FIELDS);
  if (field === 'modules') return modules.map(({ key }) => key);
  if (field === 'phases') return modules.map(({ phase }) => phase);
  if (!isAccess(owner) || literalKey(owner) === null) return null;
  const list = factsField(ownerOf(owner));
  if (list === 'modules') return Object.keys(MODULE_FIELDS);
  return list === 'phases' ? Object.keys(PHASE_FIELDS) : null;
}

/** The first name in a condition that nothing knows, as it is written there; null: it knows all of them, or is no condition. */
export function missingName(source: string, catalogue: Catalogue): string | null {
  let nodes: ASTNode[];
  try {
    nodes = nodesIn(parseCondition(source).ast);
  } catch {
    return null;
  }
  const bound = new Set(nodes.flatMap(boundBy));
  const isUnknown = (node: ASTNode) => {
    if (node.op === 'id') return !ROOTS.has(String(node.args)) && !bound.has(String(node.args));
    if (!isAccess(node)) return false;
    const owner = ownerOf(node);
    if (owner.op === 'id' && !ROOTS.has(String(owner.args))) return !bound.has(String(owner.args));
    const known = knownBehind(owner, catalogue);
    const key = literalKey(node);
    return known !== null && key !== null && !known.includes(key);
  };
  const found = nodes.find(isUnknown);
  return found === undefined ? null : written(found);
}
