import { evaluateValue } from '../../conditions/evaluate-condition.ts';
import type { FieldType, FieldValue, StepOf } from '../../model/definition.ts';
import type { StepProblem } from '../../model/state.ts';
import { isRealDate } from '../../time/local-time.ts';
import type { Emission, StepRules, Visit } from '../step-rules.ts';

type Value = StepOf<'setField'>['config']['value'];

/** The longest text that a field holds. */
const LONGEST = 500;

const FITS: Record<FieldType, (value: FieldValue) => boolean> = {
  text: (value) => typeof value === 'string' && value.length <= LONGEST,
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && isRealDate(value),
};

function workedOut(value: Value, { view, state }: Visit<'setField'>): [FieldType, FieldValue | null] {
  switch (value.kind) {
    case 'text':
      return ['text', value.text];
    case 'number':
      return ['number', value.number];
    case 'boolean':
      return ['boolean', value.boolean];
    case 'date':
      return ['date', value.date];
    case 'nothing':
      return ['text', null];
    case 'expression':
      return [value.type, evaluateValue(value.expression, view(), state.vars)];
  }
}

function unfit(field: string, type: FieldType, value: FieldValue): StepProblem {
  const shown = String(value).slice(0, 60);
  const detail = `“${field}” is to hold a ${type}, and what was worked out for it is “${shown}”. Correct the step, or skip it.`;
  return { code: 'flow.field-value-unfit', detail };
}

/** Sets a field of the person. A value that it has already is passed by in silence. */
export const setField: StepRules<'setField'> = {
  ports: () => ['next'],
  listens: () => [],
  takesTime: () => false,
  decide(visit) {
    const { config, view } = visit;
    const [fieldType, value] = workedOut(config.value, visit);
    if (value !== null && !FITS[fieldType](value)) {
      return { do: 'block', problem: unfit(config.field, fieldType, value) };
    }
    const so = (view().fields[config.field] ?? null) === value;
    const emit: Emission[] = so ? [] : [{ type: 'field', field: config.field, fieldType, value }];
    return { do: 'leave', port: 'next', reason: 'passed through', emit };
  },
};
