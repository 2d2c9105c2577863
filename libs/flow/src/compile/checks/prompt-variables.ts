import type { MessageVariable } from '../message-variables.ts';

/**
 * Every name that a prompt can be filled in with. A provider outside of the school reads it, so nothing here says who the
 * learner is: where their name belongs, the text has {{person.name}}, and the message fills it in.
 */
export const PROMPT_VARIABLES: readonly MessageVariable[] = [
  { name: 'school.name', needs: null, description: "The school's name", example: 'Gradus Academy' },
  {
    name: 'course.title',
    needs: 'course',
    description: "The course's title",
    example: 'AI Marketing Mastery',
  },
  { name: 'module.title', needs: 'module', description: 'The module this is about', example: 'Week 1' },
  {
    name: 'learner.progress',
    needs: 'course',
    description: 'How much of the course is done, in percent',
    example: '40',
  },
  {
    name: 'learner.days',
    needs: 'course',
    description: 'Days since the learner was enrolled',
    example: '12',
  },
];

const TEXT = 'text.';

/** The name under which a generated text is used in a message; null: it is another variable. */
export function textNamed(variable: string): string | null {
  return variable.startsWith(TEXT) ? variable.slice(TEXT.length) : null;
}
