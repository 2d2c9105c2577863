import { Definition, Layout, upgradeShape } from '@gradus/flow';
import type { FlowDocument } from '@gradus/flow';
import { LineCounter, parseDocument, stringify } from 'yaml';

export type Format = 'yaml' | 'json';

/** What a file or a text field holds could not be taken for an automation; `message` says where and why. */
export class ExchangeUnreadableError extends Error {
  override name = 'ExchangeUnreadableError';
  readonly code = 'exchange.unreadable';
}

const MARK = 'automation';

/** An automation as text that a person can read and a review can compare: steps first, where boxes stand last. */
export function printDocument({ definition, layout }: FlowDocument, format: Format): string {
  const whole = { gradus: MARK, definition, layout };
  return format === 'json' ? `${JSON.stringify(whole, null, 2)}\n` : stringify(whole, { lineWidth: 0 });
}

/**
 * What {@link printDocument} printed, of this release or any before it. JSON is YAML, so both are read alike.
 *
 * @throws ExchangeUnreadableError
 */
export function readDocument(text: string): FlowDocument {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [error] = yaml.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new ExchangeUnreadableError(`Line ${line}, column ${col}: ${sentence(error.message)}`);
  }
  const raw = yaml.toJS({ maxAliasCount: 50 }) as {
    gradus?: unknown;
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
  return { definition: definition.data, layout: layout.data };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
