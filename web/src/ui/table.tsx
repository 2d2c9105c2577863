import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  cell(row: Row): ReactNode;
  align?: 'left' | 'right';
  /** Hidden on narrow screens; what matters belongs in the first column too. */
  wide?: boolean;
  className?: string;
}

interface TableProps<Row> {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
}

export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  const place = (column: Column<Row>) =>
    cn(column.align === 'right' && 'text-right', column.wide && 'max-md:hidden', column.className);
  return (
    // Relative, so that what only screen readers read is cut off with the rest and does not widen the page.
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-ink-soft">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cn('px-4 py-2.5 font-medium first:pl-5 last:pr-5', place(column))}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line last:border-0 hover:bg-sunken/50">
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={cn('px-4 py-3 align-top first:pl-5 last:pr-5', place(column))}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
