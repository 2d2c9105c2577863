/** At most so long: ends at the last whole sentence that fits, else at the last whole word. */
export function cutToLength(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most);
  const sentence = Math.max(...['. ', '! ', '? ', '.\n', '!\n', '?\n'].map((end) => head.lastIndexOf(end)));
  if (sentence > most / 3) return head.slice(0, sentence + 1).trim();
  const word = head.lastIndexOf(' ');
  return `${head.slice(0, word > 0 ? Math.min(word, most - 1) : most - 1).trim()}…`;
}
