import type { StepOf } from '@gradus/flow';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { freshId } from '../document/step-ids.ts';
import { NumberInput } from '../fields/number-input.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

type Way = StepOf<'split'>['config']['ways'][number];
const MOST = 12;
const LETTERS = 'ABCDEFGHIJKL';

export function SplitForm({ config, onChange, errorAt }: StepFormProps<'split'>) {
  const { ways } = config;
  const put = (next: Way[]) => onChange({ ...config, ways: next });
  const change = (index: number, part: Partial<Way>) =>
    put(ways.map((way, at) => (at === index ? { ...way, ...part } : way)));
  const add = () => {
    const id = freshId(
      'way',
      ways.map((way) => way.id),
    );
    put([...ways, { id, title: LETTERS[ways.length] ?? 'Way', percent: 0 }]);
  };
  const total = ways.reduce((sum, way) => sum + way.percent, 0);
  return (
    <>
      <p className="text-sm text-ink-soft">
        Each learner goes one way, by chance. Whoever comes again, also in another run, goes the same way.
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
                onChange={(event) => change(index, { title: event.target.value })}
              />
            </FormField>
            <FormField label="Of a hundred" hideLabel={index > 0} className="w-28">
              <NumberInput
                min={0}
                max={100}
                value={way.percent}
                onChange={(percent) => change(index, { percent })}
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
      <div className="flex items-center justify-between gap-3">
        {ways.length < MOST && (
          <Button size="sm" onClick={add}>
            <Plus aria-hidden /> Add a way
          </Button>
        )}
        <p className={total === 100 ? 'text-sm text-ink-soft' : 'text-sm text-bad'} role="status">
          {total === 100 ? 'Together 100.' : (errorAt('ways') ?? `Together ${total}; make it 100.`)}
        </p>
      </div>
      <OptionalPart
        label="The same ways as other splits"
        hint="Splits that name the same test send a learner the same way."
        on={config.salt !== undefined}
        onToggle={(on) => onChange({ ...config, salt: on ? 'test-1' : undefined })}
      >
        {config.salt !== undefined && (
          <FormField label="Name of the test" error={errorAt('salt')}>
            <Input
              maxLength={80}
              value={config.salt}
              onChange={(event) => onChange({ ...config, salt: event.target.value })}
            />
          </FormField>
        )}
      </OptionalPart>
    </>
  );
}
