import type { FlowExpectation } from '@gradus/contracts';
import { portsOf, sayPort } from '@gradus/flow';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { ModuleField } from '../fields/module-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { StepField } from '../trying/step-field.tsx';

const kinds: { value: FlowExpectation['kind']; label: string }[] = [
  { value: 'reached', label: 'comes to a step' },
  { value: 'notReached', label: 'never comes to a step' },
  { value: 'sent', label: 'is sent a message' },
  { value: 'leftBy', label: 'leaves a step by a way' },
  { value: 'opened', label: 'sees a week open' },
  { value: 'outcome', label: 'ends like this' },
];
const counted = [
  { value: 'coming', label: 'coming to that step' },
  { value: 'leaving', label: 'leaving it' },
] as const;
const outcomes = [
  { value: 'completed', label: 'The run is completed' },
  { value: 'ended', label: 'The run ends otherwise' },
  { value: 'exited', label: 'The run is ended early' },
  { value: 'open', label: 'Still on the way after two years' },
] as const;

function fresh(kind: FlowExpectation['kind']): FlowExpectation {
  if (kind === 'outcome') return { kind, outcome: 'completed' };
  if (kind === 'opened') return { kind, module: '' };
  return kind === 'leftBy' ? { kind, stepId: '', port: 'next' } : { kind, stepId: '' };
}

interface ExpectationFieldsProps {
  value: readonly FlowExpectation[];
  onChange(value: FlowExpectation[]): void;
}

/** What has to come true, one thing after the other. */
export function ExpectationFields({ value, onChange }: ExpectationFieldsProps) {
  const put = (index: number, next: FlowExpectation) =>
    onChange(value.map((one, at) => (at === index ? next : one)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-semibold">Expect that the learner</legend>
      {value.map((expectation, index) => (
        <div key={index} className="flex flex-col gap-3 rounded-lg border border-line p-3">
          <div className="flex items-end gap-2">
            <FormField label={`Expectation ${index + 1}`} hideLabel className="min-w-0 flex-1">
              <Select choices={kinds} value={expectation.kind} onChange={(kind) => put(index, fresh(kind))} />
            </FormField>
            <Button
              size="icon-sm"
              variant="quiet"
              className="mb-1"
              aria-label={`Take out expectation ${index + 1}`}
              disabled={value.length === 1}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
          <ExpectationForm expectation={expectation} onChange={(next) => put(index, next)} />
        </div>
      ))}
      <Button size="sm" className="self-start" onClick={() => onChange([...value, fresh('reached')])}>
        <Plus aria-hidden /> Expect something else, too
      </Button>
    </fieldset>
  );
}

interface ExpectationFormProps<E extends FlowExpectation = FlowExpectation> {
  expectation: E;
  onChange(expectation: FlowExpectation): void;
}

function ExpectationForm({ expectation: one, onChange }: ExpectationFormProps) {
  const { catalogue } = useEditorScope().automation;
  if (one.kind === 'outcome')
    return (
      <FormField label="How">
        <Select
          choices={outcomes}
          value={one.outcome}
          onChange={(outcome) => onChange({ ...one, outcome })}
        />
      </FormField>
    );
  if (one.kind === 'opened')
    return (
      <>
        <ModuleField
          label="Which week"
          value={one.module}
          onChange={(module) => onChange({ ...one, module })}
          catalogue={catalogue}
        />
        <WithinPart expectation={one} onChange={onChange} />
      </>
    );
  return (
    <>
      <StepField value={one.stepId} onChange={(stepId) => onChange({ ...one, stepId })} />
      {one.kind === 'leftBy' && <WayField expectation={one} onChange={onChange} />}
      {(one.kind === 'reached' || one.kind === 'sent') && (
        <WithinPart expectation={one} onChange={onChange} />
      )}
    </>
  );
}

function WayField({
  expectation: one,
  onChange,
}: ExpectationFormProps<Extract<FlowExpectation, { kind: 'leftBy' }>>) {
  const step = useEditor((state) => state.document.definition.steps[one.stepId]);
  const choices = step ? portsOf(step).map((port) => ({ value: port, label: sayPort(step, port) })) : [];
  return (
    <FormField label="By which way">
      <Select choices={choices} value={one.port} onChange={(port) => onChange({ ...one, port })} />
    </FormField>
  );
}

type Timed = Extract<FlowExpectation, { kind: 'reached' | 'sent' | 'opened' }>;

/** Within so long of the enrollment, or of another step. */
function WithinPart({ expectation: one, onChange }: ExpectationFormProps<Timed>) {
  const { within } = one;
  const steps = useEditor((state) => state.document.definition.steps);
  const from = [
    { value: '', label: 'the enrollment' },
    ...Object.entries(steps).map(([id, { title }]) => ({ value: id, label: title })),
  ];
  return (
    <OptionalPart
      label="Within a time"
      on={within !== undefined}
      onToggle={(on) => {
        const { within: _, ...rest } = one;
        onChange(on ? { ...rest, within: { amount: 24, unit: 'hours', of: null } } : rest);
      }}
    >
      {within && (
        <>
          <DurationField
            label="Within"
            value={within}
            onChange={({ amount, unit }) => onChange({ ...one, within: { ...within, amount, unit } })}
          />
          <FormField label="Of">
            <Select
              choices={from}
              value={within.of ?? ''}
              onChange={(of) => onChange({ ...one, within: { ...within, of: of === '' ? null : of } })}
            />
          </FormField>
          {within.of !== null && (
            <FormField label="Counted from">
              <Select
                choices={counted}
                value={within.leaving ? 'leaving' : 'coming'}
                onChange={(since) => {
                  const { leaving: _, ...rest } = within;
                  onChange({ ...one, within: since === 'leaving' ? { ...rest, leaving: true } : rest });
                }}
              />
            </FormField>
          )}
        </>
      )}
    </OptionalPart>
  );
}
