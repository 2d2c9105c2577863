import { outlineOf, sayPort } from '@gradus/flow';
import type { Definition, OutlineLine, Step } from '@gradus/flow';
import type { Outlet } from '../canvas-context.ts';

/** One line of the outline as it is shown. `parent` is the row it is folded under. */
export type Row = { key: string; level: number; parent: string | null; folds: boolean } & (
  | { kind: 'step'; stepId: string; step: Step; /** Where the next step would go. */ outlet: Outlet | null }
  | {
      kind: 'way';
      label: string;
      outlet: Outlet;
      open: boolean;
      /** Nothing of its own: straight on below. */ straight: boolean;
    }
  | { kind: 'goesOn'; stepId: string; title: string; back: boolean }
  | { kind: 'heading'; title: string }
);

/** Every row of a drawing, all unfolded. */
export function rowsOf(definition: Definition): Row[] {
  const rows: Row[] = [];
  const { lines, loose } = outlineOf(definition);
  put(rows, definition, lines, 1, null);
  if (loose.length === 0) return rows;
  const key = 'loose';
  rows.push({ key, level: 1, parent: null, folds: true, kind: 'heading', title: 'Not connected' });
  for (const part of loose) put(rows, definition, part, 2, key);
  return rows;
}

function put(
  rows: Row[],
  definition: Definition,
  lines: OutlineLine[],
  level: number,
  parent: string | null,
): void {
  for (const line of lines) {
    if (line.kind === 'goesOn') {
      const title = definition.steps[line.stepId]?.title ?? line.stepId;
      const key = `${line.from}:${line.port}:on`;
      rows.push({
        key,
        level,
        parent,
        folds: false,
        kind: 'goesOn',
        stepId: line.stepId,
        title,
        back: line.back,
      });
      continue;
    }
    const step = definition.steps[line.stepId];
    if (!step) continue;
    const shown = line.ways.filter(({ port, to }) => port !== 'error' || to !== null);
    const single = line.ways.length === 0 ? singleOutlet(line.stepId, step) : null;
    rows.push({
      key: line.stepId,
      level,
      parent,
      folds: shown.length > 0,
      kind: 'step',
      stepId: line.stepId,
      step,
      outlet: single,
    });
    for (const way of shown) {
      const key = `${line.stepId}:${way.port}`;
      const label = sayPort(step, way.port);
      const outlet = { from: line.stepId, port: way.port };
      const inside = way.lines.length > 0;
      const straight = !inside && way.to !== null;
      rows.push({
        key,
        level: level + 1,
        parent: line.stepId,
        folds: inside,
        kind: 'way',
        label,
        outlet,
        open: way.to === null,
        straight,
      });
      put(rows, definition, way.lines, level + 2, key);
    }
  }
}

/** The one way out of a step that has one. */
function singleOutlet(stepId: string, step: Step): Outlet | null {
  return step.kind === 'end' ? null : { from: stepId, port: 'next' };
}

/** Those rows that no folded row hides. */
export function visible(rows: readonly Row[], folded: ReadonlySet<string>): Row[] {
  const hidden = new Set<string>();
  return rows.filter((row) => {
    const isHidden = row.parent !== null && (folded.has(row.parent) || hidden.has(row.parent));
    if (isHidden) hidden.add(row.key);
    return !isHidden;
  });
}
