/** A name a message may use as {{name}}. */
export interface MessageVariable {
  name: string;
  /** What must be known where the message stands: `module` when it is about one, `course` when it belongs to one. */
  needs: 'module' | 'course' | null;
  description: string;
  /** For the preview. */
  example: string;
}

/** Every name that a message can be filled in with. Whoever renders a message has to know all of them. */
export const MESSAGE_VARIABLES: readonly MessageVariable[] = [
  { name: 'person.name', needs: null, description: "The learner's name", example: 'Ada' },
  { name: 'school.name', needs: null, description: "The school's name", example: 'Gradus Academy' },
  {
    name: 'course.title',
    needs: 'course',
    description: "The course's title",
    example: 'AI Marketing Mastery',
  },
  {
    name: 'links.course',
    needs: 'course',
    description: 'Where the course is',
    example: 'https://example.org/course',
  },
  {
    name: 'links.certificate',
    needs: 'course',
    description: 'Where the certificate is',
    example: 'https://example.org/c/1',
  },
  {
    name: 'dates.next',
    needs: 'course',
    description: 'When the next module opens',
    example: 'Monday 1 December',
  },
  {
    name: 'module.title',
    needs: 'module',
    description: 'The module this message is about',
    example: 'Week 1',
  },
  {
    name: 'links.module',
    needs: 'module',
    description: 'Where that module is',
    example: 'https://example.org/module',
  },
];

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

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The names used in a text, each once, in order. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ''))];
}

/** The names of the generated texts used in a text, each once, in order. */
export function textsIn(text: string): string[] {
  // Asked for each message of a crowd, and few have any.
  if (!text.includes(TEXT)) return [];
  return variablesIn(text).flatMap((name) => textNamed(name) ?? []);
}

/** The text with the variables filled in whose values are given; the others are left as they stand. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}

/** Whether braces are left over once every {{name}} is taken out: someone mistyped one. */
export function hasStrayBraces(text: string): boolean {
  return /\{\{|\}\}/.test(text.replaceAll(VARIABLE, ''));
}
