import type { Edge, StepId, StepOf } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { heldJoins } from '../blocks/slow-joins.ts';
import { ancestorsOf, graphOf, reachableFrom } from '../graph.ts';
import { hasStrayBraces, PROMPT_VARIABLES, textsIn, variablesIn } from '../message-variables.ts';
import { error, named, warning } from '../problems.ts';
import { duration, type StepCheck, type StepContext } from './step-context.ts';

function checkPrompt(step: StepOf<'generate'>, { id, catalogue, module }: StepContext): Problem[] {
  const { prompt } = step.config;
  const problems = variablesIn(prompt).flatMap((name): Problem[] => {
    const variable = PROMPT_VARIABLES.find((known) => known.name === name);
    if (variable === undefined) {
      const names = PROMPT_VARIABLES.map((known) => known.name).join(', ');
      const message = `${named(step)} uses {{${name}}} in its prompt, which may not go to an AI provider or does not exist. Use one of: ${names}.`;
      return [error('flow.variable-unknown', id, 'prompt', message)];
    }
    if (variable.needs === 'module' && module === null) {
      const message = `${named(step)} uses {{${name}}}, but not every way to it leads past the same module. Write the name out, or move it behind its release.`;
      return [error('flow.variable-without-module', id, 'prompt', message)];
    }
    if (variable.needs === null || catalogue.courseTitle !== null) return [];
    const message = `${named(step)} uses {{${name}}}, but this automation belongs to no course. Remove it, or attach a course.`;
    return [error('flow.variable-without-course', id, 'prompt', message)];
  });
  if (!hasStrayBraces(prompt)) return problems;
  const message = `${named(step)} has curly braces that do not close. Write variables as {{course.title}}.`;
  return [...problems, error('flow.variable-unclosed', id, 'prompt', message)];
}

/** A text to be written: by whom, from what, and how long it may take. */
export const checkGenerate: StepCheck<'generate'> = (step, context) => {
  const { due, review } = step.config;
  const problems = [...checkPrompt(step, context), ...duration(due, 'due', step, context.id)];
  if (context.catalogue.writer === null) {
    const message = `${named(step)} needs an AI provider, and none is connected: the local grader compares texts, it cannot write any. Connect OpenAI or Anthropic, or write the text into the message.`;
    problems.push(error('flow.writer-missing', context.id, null, message));
  }
  if (review && due === undefined) {
    const message = `${named(step)} may wait for ever for somebody to read the text. Say until when.`;
    problems.push(warning('flow.wait-endless', context.id, 'due', message));
  }
  return problems;
};

/** Whether a message can be come to although none of these steps has written anything. */
function hasWayAround(writers: ReadonlySet<StepId>, { id, definition, scopes }: StepContext): boolean {
  const unwritten = ({ from, port }: Edge) => port !== 'next' || !writers.has(from);
  const held = heldJoins(definition, scopes, unwritten);
  const without = graphOf(definition, (edge) => unwritten(edge) && !held.has(edge.from));
  return reachableFrom(without, [definition.trigger]).has(id);
}

/** The texts that a message uses: each has been written on the way to it, and read by a person unless the author knows. */
export function checkTextsUsed(
  field: 'subject' | 'body',
  step: StepOf<'message'>,
  context: StepContext,
): Problem[] {
  const { id, definition } = context;
  const names = textsIn(step.config[field]);
  if (names.length === 0) return [];
  const before = ancestorsOf(graphOf(definition), id);
  return names.flatMap((name) => {
    const writers = Object.entries(definition.steps).filter(
      (entry): entry is [StepId, StepOf<'generate'>] =>
        entry[1].kind === 'generate' && entry[1].config.into === name && before.has(entry[0]),
    );
    if (writers.length === 0) {
      const message = `${named(step)} uses {{text.${name}}}, which no step on the way to it writes. Put a “Write a text” step before it.`;
      return [error('flow.text-unwritten', id, field, message)];
    }
    const problems: Problem[] = [];
    const unread = writers.find(([, { config }]) => !config.review);
    if (unread !== undefined) {
      const message = `${named(step)} sends what ${named(unread[1])} writes without anybody having read it. Turn the review on, unless you are sure.`;
      problems.push(warning('flow.text-unreviewed', id, field, message));
    }
    if (hasWayAround(new Set(writers.map(([writer]) => writer)), context)) {
      const message = `${named(step)} uses {{text.${name}}}, but can be reached without it: refused, too late, failed or passed by. It does not go out then. Lead those ways past it.`;
      problems.push(warning('flow.text-missing', id, field, message));
    }
    return problems;
  });
}
