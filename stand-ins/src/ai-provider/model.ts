import { LLMock } from '@copilotkit/aimock';
import { gradePrompt } from './grade-prompt.ts';

/** Starts aimock, which speaks both vendors' protocols, on a port of its own, with answers computed from the prompt. */
export async function startModel(): Promise<{ url: string; stop: () => Promise<void> }> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', journalMaxEntries: 50 });
  mock.on({ predicate: () => true }, ({ messages }) => {
    const prompt = messages.map(({ content }) => textOf(content)).join('\n');
    const grade = gradePrompt(prompt);
    const content = grade === null ? writtenText(prompt) : JSON.stringify(grade);
    return { content, usage: { input_tokens: tokens(prompt), output_tokens: tokens(content) } };
  });
  await mock.start();
  return { url: mock.url, stop: () => mock.stop() };
}

/** What is written where no grade is asked for: the same for the same prompt, and plainly no model's work. */
function writtenText(prompt: string): string {
  const asked = prompt.trim().split('\n').at(-1) ?? '';
  return `Dear {{person.name}}, this text is simulated. It was asked for so: ${asked.slice(0, 300)}`;
}

function textOf(content: string | ReadonlyArray<{ text?: string }> | null): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}

function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}
