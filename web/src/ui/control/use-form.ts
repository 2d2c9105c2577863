import { type FormEvent, useRef, useState } from 'react';
import type { z } from 'zod';

type Errors = Partial<Record<string, string>>;

interface FormOptions<Values extends object, Output> {
  schema: z.ZodType<Output, Values>;
  initial: Values;
  submit(values: Output): Promise<unknown>;
}

/**
 * A form over a contract schema: checked when sent, and again on every change once something was wrong. What the
 * server says about single fields (`fields` of the thrown error) lands on them; the rest is `failure`.
 */
export function useForm<Values extends object, Output>(options: FormOptions<Values, Output>) {
  const [values, setValues] = useState(options.initial);
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const running = useRef(false);

  const set = <Name extends keyof Values>(name: Name, value: Values[Name]) => {
    const next = { ...values, [name]: value };
    setValues(next);
    if (Object.keys(errors).length > 0) setErrors(errorsOf(options.schema, next));
  };

  const submit = async (event?: FormEvent<HTMLFormElement>) => {
    event?.preventDefault();
    if (running.current) return;
    const form = event?.currentTarget;
    const parsed = options.schema.safeParse(values);
    setErrors(parsed.success ? {} : errorsOf(options.schema, values));
    if (!parsed.success) return focusFirstError(form);
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await options.submit(parsed.data);
    } catch (error) {
      const fields = fieldErrors(error);
      setErrors(fields);
      if (Object.keys(fields).length > 0) focusFirstError(form);
      else setFailure(error);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  return { values, set, setValues, errors, failure, busy, submit };
}

function errorsOf<Values, Output>(schema: z.ZodType<Output, Values>, values: Values): Errors {
  const parsed = schema.safeParse(values);
  const errors: Errors = {};
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    errors[issue.path.join('.')] ??= sentence(issue.message);
  }
  return errors;
}

function fieldErrors(error: unknown): Errors {
  const fields = (error as { fields?: { path: string; message: string }[] } | null)?.fields ?? [];
  return Object.fromEntries(fields.map((field) => [field.path, sentence(field.message)]));
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function focusFirstError(form: HTMLFormElement | undefined): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
