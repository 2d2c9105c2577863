/** The longest text that can be handed in. */
export const LONGEST_TEXT = 20_000;

export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}
