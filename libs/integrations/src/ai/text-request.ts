import type { WriteRequest } from './writer.ts';

const RULES = `You write one short text to a learner of a course, in the name of the school.
Answer with the text alone, as plain Markdown without headings, images or HTML. No subject line, no preamble, no notes to anybody.
You are not told who the learner is. Where their name belongs, write {{person.name}} exactly like that.
Promise nothing, name no dates, prices or grades that you were not given.`;

/**
 * How a text to a learner is asked for: our rules, then what the author wants. The same for somebody who is there and for an
 * author who tries it.
 *
 * @param text - `prompt`: filled in already, with nothing that says who the learner is
 */
export function textRequest(
  text: Pick<WriteRequest, 'key' | 'model' | 'prompt'> & { mostCharacters: number },
): WriteRequest {
  const { key, model, prompt, mostCharacters } = text;
  return { key, model, instructions: `${RULES}\nAt most ${mostCharacters} characters.`, prompt };
}
