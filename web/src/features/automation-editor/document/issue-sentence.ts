/** What is wrong with a field that is being written, as a sentence. */
export function issueSentence({ message, code }: { message: string; code: string }): string {
  if (code === 'too_small') return 'Write something here.';
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
