import { Definition, Layout, upgradeShape } from '@gradus/flow';
import type { CallableAutomation, FlowDocument } from '@gradus/flow';
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
  const whole = { gradus: MARK, ...named, definition, layout };
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
    throw new ExchangeUnreadableError(
      `${issue?.path.join(' › ') || 'The file'}: ${sentence(issue?.message ?? 'is not right')}`,
    );
  }
  const names = Names.safeParse(raw.calls).data ?? {};
  return { definition: withCallsHere(definition.data, names, automations), layout: layout.data };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
