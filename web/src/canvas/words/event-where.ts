import { EVENT_FIELDS } from '@gradus/contracts';
import type { DomainEventType, EventFieldKind } from '@gradus/contracts';

/** The part of a where-clause that the form shows as rows: comparisons over what the event brings, all of which hold. */
export interface EventRow {
  field: string;
  comparison: '==' | '!=' | '>=' | '<=' | '>' | '<';
  value: string | number | boolean;
}

export type EventFields = Record<string, EventFieldKind>;

/** What an event brings. */
export function fieldsOf(event: string): EventFields {
  return EVENT_FIELDS[event as DomainEventType] ?? {};
}

/** A row with which the form begins; null: the event brings nothing to ask about. */
export function firstRow(fields: EventFields): EventRow | null {
  const [field] = Object.keys(fields);
  return field === undefined ? null : rowAbout(field, fields);
}

/** A row about this field that already says something. */
export function rowAbout(field: string, fields: EventFields): EventRow {
  const kind = fields[field] ?? 'text';
  if (kind === 'yesNo') return { field, comparison: '==', value: true };
  return kind === 'number' ? { field, comparison: '>=', value: 1 } : { field, comparison: '==', value: '' };
}

export function printWhere(rows: readonly EventRow[]): string | undefined {
  return rows.length === 0 ? undefined : rows.map(printRow).join(' && ');
}

function printRow({ field, comparison, value }: EventRow): string {
  const path = `event.${field}`;
  if (typeof value === 'boolean') return value === (comparison === '==') ? path : `!${path}`;
  return `${path} ${comparison} ${JSON.stringify(value)}`;
}

/** null: more than the form can show. */
export function parseWhere(where: string | undefined, fields: EventFields): EventRow[] | null {
  if (where === undefined) return [];
  const rows = where.split('&&').map((part) => parseRow(part.trim(), fields));
  return rows.every((row) => row !== null) ? rows : null;
}

const ROW = /^(!?)event\.([A-Za-z_]\w*)(?:\s*(==|!=|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?))?$/;

function parseRow(text: string, fields: EventFields): EventRow | null {
  const [, not, field, comparison, literal] = ROW.exec(text) ?? [];
  const kind = field === undefined ? undefined : fields[field];
  if (field === undefined || kind === undefined) return null;
  if (kind === 'yesNo')
    return comparison === undefined ? { field, comparison: '==', value: not !== '!' } : null;
  if (not === '!' || comparison === undefined || literal === undefined) return null;
  const value: unknown = JSON.parse(literal);
  if (kind === 'number' ? typeof value !== 'number' : typeof value !== 'string') return null;
  return { field, comparison: comparison as EventRow['comparison'], value: value as string | number };
}
