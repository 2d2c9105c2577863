/** Values an author may use as `{{name}}`. */
export type Variables = Readonly<Record<string, string | number>>;

const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARKED = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, 'g');

/**
 * Fills `{{variables}}` only after Markdown was read: a learner's name can never become a link, emphasis or HTML.
 * Names without a value stay visible as written and are collected in `missing`.
 */
export class Placeholders {
  readonly missing = new Set<string>();
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** Marks the variables of a template, so that Markdown reads around them. */
  mark(template: string): string {
    return template
      .replaceAll(OPEN, '')
      .replaceAll(CLOSE, '')
      .replace(/\{\{\s*([A-Za-z][\w.-]*)\s*\}\}/g, `${OPEN}$1${CLOSE}`);
  }

  /** Fills marked text. */
  fill(marked: string): string {
    return marked.replace(MARKED, (_, name: string) => this.#value(name));
  }

  /** Fills a marked link target: a variable it begins with is a whole address, others are encoded parts. */
  fillUrl(marked: string): string {
    return marked.replace(MARKED, (_, name: string, offset: number) =>
      offset === 0 ? this.#value(name) : encodeURIComponent(this.#value(name)),
    );
  }

  #value(name: string): string {
    const value = Object.hasOwn(this.#variables, name) ? this.#variables[name] : undefined;
    if (value !== undefined) return String(value);
    this.missing.add(name);
    return `{{${name}}}`;
  }
}
