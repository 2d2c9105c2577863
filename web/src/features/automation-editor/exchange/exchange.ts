import { Definition, Layout, stepsInOrder, upgradeShape } from '@gradus/flow';
import type { CallableAutomation, FlowDocument, Step } from '@gradus/flow';
import { LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { namesOfCalls, withCallsHere } from './called-names.ts';

export type Format = 'yaml' | 'json';

/** What a file or a text field holds could not be taken for an automation; `message` says where and why. */
export class ExchangeUnreadableError extends Error {
  override name = 'ExchangeUnreadableError';
  readonly code = 'exchange.unreadable';
}

const MARK = 'automation';
const Names = z.record(z.string(), z.string());

/**
 * An automation as text that a person can read and a review can compare: steps first, where boxes stand last. What it calls is
 * named beside the ids, so that another school finds its own.
 */
export function printDocument(
  { definition, layout }: FlowDocument,
  format: Format,
  automations: readonly CallableAutomation[] = [],
): string {
  const calls = namesOfCalls(definition, automations);
  const named = Object.keys(calls).length === 0 ? {} : { calls };
  const whole = { gradus: MARK, ...named, definition: inReadingOrder(definition), layout };
  return format === 'json' ? `${JSON.stringify(whole, null, 2)}\n` : stringify(whole, { lineWidth: 0 });
}

/**
 * What {@link printDocument} printed, of this release or any before it. JSON is YAML, so both are read alike. A call of an
 * automation that is not among these goes to the one of the same name.
 *
 * @throws ExchangeUnreadableError
 */
export function readDocument(text: string, automations: readonly CallableAutomation[] = []): FlowDocument {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [error] = yaml.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new ExchangeUnreadableError(`Line ${line}, column ${col}: ${sentence(error.message)}`);
  }
  const raw = yaml.toJS({ maxAliasCount: 50 }) as {
    gradus?: unknown;
    calls?: unknown;
    definition?: unknown;
    layout?: unknown;
  } | null;
  if (raw?.gradus !== MARK) {
    throw new ExchangeUnreadableError(
      'This is no exported automation: it does not begin with "gradus: automation". Export one to see how it looks.',
    );
  }
  const definition = Definition.safeParse(upgradeShape(raw.definition));
  const layout = Layout.safeParse(raw.layout ?? {});
  const issue = [...(definition.error?.issues ?? []), ...(layout.error?.issues ?? [])][0];
  if (!definition.success || !layout.success) {
    throw new ExchangeUnreadableError(sayIssue(raw.definition, issue));
  }
  const names = Names.safeParse(raw.calls).data ?? {};
  return { definition: withCallsHere(definition.data, names, automations), layout: layout.data };
}

/** What the database keeps has no order of its own: steps as they are passed, what a step is before how it is set, lines after them. */
function inReadingOrder(definition: Definition): Definition {
  const { schemaVersion, trigger, entry, steps, edges, ...rest } = definition;
  const ordered = stepsInOrder(definition).map((id): [string, Step] => [
    id,
    inOrder(steps[id]!, ['kind', 'title', 'note', 'config']),
  ]);
  return {
    schemaVersion,
    trigger,
    entry,
    steps: Object.fromEntries(ordered),
    edges: edges.map((edge) => inOrder(edge, ['from', 'port', 'to', 'back'])),
    ...rest,
  };
}

function inOrder<T extends object>(whole: T, first: string[]): T {
  const place = ([key]: [string, unknown]) => (first.includes(key) ? first.indexOf(key) : first.length);
  return Object.fromEntries(Object.entries(whole).toSorted((a, b) => place(a) - place(b))) as T;
}

function sayIssue(definition: unknown, issue: z.core.$ZodIssue | undefined): string {
  const [part, stepId, ...within] = issue?.path ?? [];
  const said = issue ? sayWrong(issue) : 'It is not right.';
  if (part !== 'steps' || stepId === undefined) return `${issue?.path.join(' › ') || 'The file'}: ${said}`;
  const { kind, title } =
    (definition as { steps: Record<string, { kind?: unknown; title?: unknown } | null> }).steps[
      String(stepId)
    ] ?? {};
  if (within[0] === 'kind')
    return `The step “${String(stepId)}” is of the kind “${String(kind)}”, which is not known here. Export an automation to see which there are.`;
  const place = within.filter((name) => name !== 'config').join(' › ');
  const step = typeof title === 'string' ? title : String(stepId);
  return `The step “${step}”${place === '' ? '' : `, ${place}`}: ${said}`;
}

const SORTS: Record<string, string> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
};

/** What the schema misses, in words that do not speak of schemas. */
function sayWrong(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.map((key) => `“${key}”`).join(', ')} is not known here.`;
  if (issue.message.endsWith('received undefined')) return 'It is missing.';
  if (issue.code === 'invalid_value')
    return `It has to be ${issue.values.map((value) => `“${String(value)}”`).join(' or ')}.`;
  if (issue.code === 'invalid_union') return 'It is none of what is known here.';
  if (issue.code === 'invalid_type') return `It has to be ${SORTS[issue.expected] ?? 'a group of fields'}.`;
  return sentence(issue.message);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
