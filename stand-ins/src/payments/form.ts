import { StripeFault } from './stripe-fault.ts';

/** Parameters of a request: strings, and objects of them. Lists come as objects with keys 0, 1, 2 ... */
export type Form = { readonly [name: string]: string | Form };

/** Reads Stripe's form encoding: `a[b][0][c]=d`. */
export function parseForm(body: string): Form {
  const form: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name
      .split(/\[|\]\[|\]$/)
      .filter((part, index, all) => part !== '' || index < all.length - 1);
    let target = form;
    for (const part of path.slice(0, -1)) {
      const next = target[part];
      const inner = typeof next === 'object' && next !== null ? next : Object.create(null);
      target[part] = inner;
      target = inner as Record<string, unknown>;
    }
    target[path.at(-1) ?? ''] = value;
  }
  return form as Form;
}

/** A text parameter. */
export function text(form: Form, name: string): string | null {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A nested parameter; an empty one when it is not given. */
export function group(form: Form, name: string): Form {
  const value = form[name];
  return typeof value === 'object' ? value : {};
}

/** The items of a list parameter. */
export function items(form: Form, name: string): Form[] {
  return Object.values(group(form, name)).filter((value) => typeof value === 'object');
}

/** Metadata: names and texts only. */
export function metadata(form: Form): Record<string, string> {
  return Object.fromEntries(
    Object.entries(group(form, 'metadata')).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** A whole number of at least `least`. @throws StripeFault `parameter_invalid_integer` */
export function integer(form: Form, name: string, least = 0): number | null {
  const value = text(form, name);
  if (value === null) return null;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least) {
    throw new StripeFault(400, `Invalid integer: ${value}`, {
      code: 'parameter_invalid_integer',
      param: name,
    });
  }
  return number;
}

/** Refuses parameters this twin does not know, as Stripe refuses those it does not know. */
export function allowOnly(form: Form, names: readonly string[]): void {
  for (const name of Object.keys(form)) {
    if (![...names, 'metadata', 'expand'].includes(name)) {
      throw new StripeFault(400, `Received unknown parameter: ${name}`, {
        code: 'parameter_unknown',
        param: name,
      });
    }
  }
}
