import type { StepOf } from '@gradus/flow';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { freshId } from '../document/step-ids.ts';
import { NumberInput } from '../fields/number-input.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

type Way = StepOf<'parallel'>['config']['ways'][number];
type JoinRule = StepOf<'join'>['config']['for'];
const MOST = 12;

export function ParallelForm({ config, onChange, errorAt }: StepFormProps<'parallel'>) {
  const { ways } = config;
  const put = (next: Way[]) => onChange({ ways: next });
  const add = () => {
    const id = freshId(
      'way',
      ways.map((way) => way.id),
    );
    put([...ways, { id, title: `Way ${ways.length + 1}` }]);
  };
  return (
    <>
      <p className="text-sm text-ink-soft">
        The learner walks all of these ways at the same time. An “End” on one of them ends that way alone.
      </p>
      <ol className="flex flex-col gap-2">
        {ways.map((way, index) => (
          <li key={way.id} className="flex items-end gap-2">
            <FormField
              label={`Name of way ${index + 1}`}
              hideLabel={index > 0}
              className="min-w-0 flex-1"
              error={errorAt(`ways.${index}.title`)}
            >
              <Input
                maxLength={80}
                value={way.title}
                onChange={(event) =>
                  put(ways.map((one, at) => (at === index ? { ...one, title: event.target.value } : one)))
                }
              />
            </FormField>
            <Button
              size="icon-sm"
              variant="quiet"
              className="mb-1"
              aria-label={`Remove “${way.title}”`}
              disabled={ways.length <= 2}
              onClick={() => put(ways.filter((one) => one.id !== way.id))}
            >
              <Trash2 aria-hidden />
            </Button>
          </li>
        ))}
      </ol>
      {ways.length < MOST && (
        <Button size="sm" onClick={add} className="self-start">
          <Plus aria-hidden /> Add a way
        </Button>
      )}
    </>
  );
}

const rules = [
  { value: 'all', label: 'All ways', hint: 'The slowest one decides' },
  { value: 'any', label: 'The first way', hint: 'The others are called off' },
  { value: 'atLeast', label: 'Some of them', hint: 'The others are called off' },
] as const;

function ruleOf(kind: JoinRule['kind']): JoinRule {
  return kind === 'atLeast' ? { kind, count: 2 } : { kind };
}

export function JoinForm({ config, onChange, errorAt }: StepFormProps<'join'>) {
  const rule = config.for;
  return (
    <>
      <FormField label="Waits for" error={errorAt('for')}>
        <Select choices={rules} value={rule.kind} onChange={(kind) => onChange({ for: ruleOf(kind) })} />
      </FormField>
      {rule.kind === 'atLeast' && (
        <FormField label="How many" error={errorAt('for.count')}>
          <NumberInput
            min={1}
            max={200}
            className="w-24"
            value={rule.count}
            onChange={(count) => onChange({ for: { ...rule, count } })}
          />
        </FormField>
      )}
      <p className="text-sm text-ink-soft">
        A way that ends before does not come here. When too few are left, whoever is here goes on by “too few
        came”, or simply on when that leads nowhere. Work on a way that is called off is stopped where nobody
        has begun it; mails that are sent stay sent.
      </p>
    </>
  );
}
