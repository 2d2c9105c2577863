import { createElement } from 'react';
import type { ComponentType } from 'react';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';
import { EventStart } from '../starts/event-start.tsx';
import { HookStart } from '../outside/hook-start.tsx';
import { ScheduleStart } from '../outside/schedule-start.tsx';
import { SegmentStart } from '../starts/segment-start.tsx';
import type { Start, StartFormProps, StartOf } from '../starts/start-form.ts';

interface StartKind<K extends Start['kind']> {
  label: string;
  hint: string;
  fresh(catalogue: StepFormProps<'trigger'>['catalogue']): StartOf<K>;
  /** Null: nothing more to choose. */
  form: ComponentType<StartFormProps<K>> | null;
}

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Every way in. A new one does not compile until it is here. */
const STARTS: { [K in Start['kind']]: StartKind<K> } = {
  enrolled: {
    label: 'A learner is enrolled',
    hint: 'The usual start of a journey',
    fresh: () => ({ kind: 'enrolled' }),
    form: null,
  },
  event: {
    label: 'Something happens',
    hint: 'A week completed, work graded, a payment made …',
    fresh: () => ({ kind: 'event', event: 'module.completed' }),
    form: EventStart,
  },
  segment: {
    label: 'Somebody comes to belong to a segment',
    hint: 'By what they did, or did not do for a while',
    fresh: ({ segments }) => ({ kind: 'segment', segment: segments[0]?.id ?? NOBODY }),
    form: SegmentStart,
  },
  schedule: {
    label: 'On dates of the calendar',
    hint: 'Weekly or monthly, for everybody of an audience',
    fresh: ({ segments, courseTitle }) => ({
      kind: 'schedule',
      every: { kind: 'weekly', at: { weekdays: [1], time: '09:00' } },
      zone: 'school',
      audience:
        courseTitle === null ? { kind: 'segment', segment: segments[0]?.id ?? NOBODY } : { kind: 'roster' },
    }),
    form: ScheduleStart,
  },
  webhook: {
    label: 'Another system tells of somebody',
    hint: 'By a signed call to an address of its own',
    fresh: () => ({ kind: 'webhook', person: { by: 'email', path: 'email' }, keep: [] }),
    form: HookStart,
  },
  manual: {
    label: 'Someone lets people in by hand',
    hint: 'One at a time, or many at once',
    fresh: () => ({ kind: 'manual' }),
    form: null,
  },
};

const kinds = (Object.keys(STARTS) as Array<Start['kind']>).map((value) => ({
  value,
  label: STARTS[value].label,
  hint: STARTS[value].hint,
}));

export function TriggerForm({ config, onChange, ...rest }: StepFormProps<'trigger'>) {
  const { on } = config;
  const form = STARTS[on.kind].form as ComponentType<StartFormProps<Start['kind']>> | null;
  return (
    <>
      <FormField label="Starts when">
        <Select
          choices={kinds}
          value={on.kind}
          onChange={(kind) => kind !== on.kind && onChange({ on: STARTS[kind].fresh(rest.catalogue) })}
        />
      </FormField>
      {form && createElement(form, { ...rest, on, onChange: (next: Start) => onChange({ on: next }) })}
    </>
  );
}
