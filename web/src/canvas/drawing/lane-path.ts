interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

const STUB = 26;
const RADIUS = 14;

/** A line past other boxes: down a little, over to its lane, down the lane, over to its target. */
export function lanePath(
  { sourceX, sourceY, targetX, targetY }: Ends,
  lane: number,
): [path: string, x: number, y: number] {
  const top = sourceY + STUB;
  const bottom = targetY - STUB;
  const corners: [number, number][] = [
    [sourceX, sourceY],
    [sourceX, top],
    [lane, top],
    [lane, bottom],
    [targetX, bottom],
    [targetX, targetY],
  ];
  return [rounded(corners), lane, (top + bottom) / 2];
}

function rounded(corners: [number, number][]): string {
  const parts = [`M${corners[0]?.join()}`];
  for (let index = 1; index < corners.length - 1; index += 1) {
    const [before, corner, after] = [corners[index - 1], corners[index], corners[index + 1]];
    if (!before || !corner || !after) continue;
    const enter = toward(corner, before);
    const leave = toward(corner, after);
    parts.push(`L${enter.join()}`, `Q${corner.join()} ${leave.join()}`);
  }
  return [...parts, `L${corners.at(-1)?.join()}`].join(' ');
}

/** The point a radius away from a corner, or half the way when the next corner is nearer. */
function toward([x, y]: [number, number], [towardX, towardY]: [number, number]): [number, number] {
  const length = Math.hypot(towardX - x, towardY - y);
  if (length === 0) return [x, y];
  const part = Math.min(RADIUS, length / 2) / length;
  return [x + (towardX - x) * part, y + (towardY - y) * part];
}
