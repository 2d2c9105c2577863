/** Prints rows in columns; numbers are set to the right. */
export function printTable(title: string, rows: ReadonlyArray<Record<string, string | number>>): void {
  console.log(`\n${title}`);
  const names = Object.keys(rows[0] ?? {});
  const isNumber = (name: string) => rows.every((row) => typeof row[name] === 'number');
  const widths = names.map((name) =>
    Math.max(name.length, ...rows.map((row) => String(row[name] ?? '').length)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, at) => (isNumber(names[at]!) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  console.log(line(names));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(names.map((name) => String(row[name] ?? ''))));
}

/** Prints name and value pairs under a title. */
export function printFigures(title: string, figures: Record<string, string | number>): void {
  printTable(
    title,
    Object.entries(figures).map(([what, value]) => ({ what, value: String(value) })),
  );
}
