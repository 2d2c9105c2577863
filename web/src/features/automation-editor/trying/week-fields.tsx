import type { BehaviourName } from '@gradus/contracts';
import { Select } from '../../../ui/control/select.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { behaviours, sayBehaviour } from './behaviour-words.ts';

interface WeekFieldsProps {
  behaviour: BehaviourName;
  weeks: Record<string, BehaviourName>;
  onChange(weeks: Record<string, BehaviourName>): void;
}

/** Week by week: passes, fails, misses or is late where it is not as in the others. */
export function WeekFields({ behaviour, weeks, onChange }: WeekFieldsProps) {
  const { modules } = useEditorScope().automation.catalogue;
  if (modules.length === 0) return null;
  const choices = [
    { value: 'usual', label: `As usual (${sayBehaviour(behaviour).toLowerCase()})` },
    ...behaviours.filter(({ value }) => value !== behaviour),
  ] as const;
  const put = (key: string, value: BehaviourName | 'usual') => {
    const { [key]: _, ...others } = weeks;
    onChange(value === 'usual' ? others : { ...others, [key]: value });
  };
  const differ = modules.filter(({ key }) => weeks[key] !== undefined).length;
  return (
    <details className="rounded-lg border border-line p-3">
      <summary className="cursor-pointer text-sm font-medium">
        Week by week{' '}
        <span className="font-normal text-ink-soft">
          {differ === 0 ? 'all alike' : `${differ} ${differ === 1 ? 'differs' : 'differ'}`}
        </span>
      </summary>
      <div className="mt-3 flex flex-col gap-3">
        {modules.map(({ key, position, title }) => (
          <FormField key={key} label={`Week ${position}: ${title}`}>
            <Select choices={choices} value={weeks[key] ?? 'usual'} onChange={(value) => put(key, value)} />
          </FormField>
        ))}
      </div>
    </details>
  );
}
