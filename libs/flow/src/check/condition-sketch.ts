import { changesWithTime } from '../conditions/check-condition.ts';
import { parseCondition } from '../conditions/environment.ts';
import { namesIn, nodesIn } from '../conditions/names.ts';

/** What a condition is about, as far as looking ahead needs to know it. */
export interface ConditionSketch {
  /** It looks at the course as a whole: at its progress, say, or at whether all is done. */
  everything: boolean;
  modules: ReadonlySet<string>;
  phases: ReadonlySet<string>;
  /** It matters how much is done, not only whether all is. */
  partly: boolean;
  /** It asks whether work waits for its grade. */
  awaitsGrade: boolean;
  /** It compares grades. */
  score: boolean;
  /** It goes by the days since enrollment. */
  days: boolean;
  /** Its answer hangs on variables, or on facts that an imagined learner has no part in. */
  beyond: boolean;
  /** The numbers it compares with. */
  numbers: readonly number[];
  /** The texts in it: tags it asks about, say. */
  texts: readonly string[];
  /** What fields of the event it compares with which texts, numbers, yes or no. */
  event: Readonly<Record<string, string | number | boolean>>;
}

const WHOLE_COURSE = ['progress', 'requirementsMet', 'awaitsGrade'];
/** What an imagined learner and the steps of a drawing can change. */
const IMAGINED = new Set([...WHOLE_COURSE, 'certified', 'daysSinceEnrollment', 'modules', 'phases']);
const PARTLY = /\b(progress|lessonsDone|submitted|graded)\b/;

const NOTHING: ConditionSketch = {
  everything: true,
  modules: new Set(),
  phases: new Set(),
  partly: true,
  awaitsGrade: true,
  score: true,
  days: true,
  beyond: true,
  numbers: [],
  texts: [],
  event: {},
};

type Literal = string | number | boolean;

function literalOf(value: unknown): Literal | null {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

interface Node {
  op: string;
  args: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

/** `x` of `event.x`, or null. */
function eventField(node: unknown): string | null {
  if (!isNode(node) || node.op !== '.' || !Array.isArray(node.args)) return null;
  const [owner, field] = node.args as unknown[];
  return isNode(owner) && owner.op === 'id' && owner.args === 'event' && typeof field === 'string'
    ? field
    : null;
}

/** `event.x == "y"`: what has to come for it to hold. */
function noteComparison(node: Node, event: Record<string, Literal>): void {
  if (node.op !== '==' || !Array.isArray(node.args)) return;
  const [left, right] = node.args as unknown[];
  for (const [one, other] of [
    [left, right],
    [right, left],
  ]) {
    const field = eventField(one);
    const literal = isNode(other) && other.op === 'value' ? literalOf(other.args) : null;
    if (field !== null && literal !== null) event[field] ??= literal;
  }
}

function sketch(source: string): ConditionSketch {
  const { ast } = parseCondition(source);
  const names = namesIn(ast);
  const nodes = nodesIn(ast) as Node[];
  const event: Record<string, Literal> = {};
  const numbers: number[] = [];
  const texts: string[] = [];
  for (const node of nodes) {
    noteComparison(node, event);
    const literal = node.op === 'value' ? literalOf(node.args) : null;
    if (typeof literal === 'number') numbers.push(literal);
    if (typeof literal === 'string') texts.push(literal);
  }
  const fields = [...names.fields];
  const unnamed =
    (names.fields.has('modules') && names.modules.size === 0) ||
    (names.fields.has('phases') && names.phases.size === 0) ||
    names.loops > 0;
  return {
    everything: unnamed || fields.some((field) => WHOLE_COURSE.includes(field)),
    modules: names.modules,
    phases: names.phases,
    partly: PARTLY.test(source),
    awaitsGrade: names.fields.has('awaitsGrade'),
    score: source.includes('score'),
    days: changesWithTime(source),
    beyond: names.roots.has('vars') || fields.some((field) => !IMAGINED.has(field)),
    numbers,
    texts,
    event,
  };
}

const sketches = new Map<string, ConditionSketch>();

/** What a condition is about. One that cannot be read is about anything; `compile` has said so before. */
export function sketchOf(source: string): ConditionSketch {
  let known = sketches.get(source);
  if (known !== undefined) return known;
  try {
    known = sketch(source);
  } catch {
    known = NOTHING;
  }
  if (sketches.size > 500) sketches.clear();
  sketches.set(source, known);
  return known;
}
