/** The middle value; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}

/** Rounded to so many digits after the point. */
export const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));

/** "1.02 (0.98-1.07)": the median of ratios taken pair by pair, and their range. */
export function ratioText(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${rounded(median(values))} (${rounded(low)}-${rounded(high)})`;
}
