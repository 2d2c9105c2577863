import type { StepOf } from '@gradus/flow';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { ConditionField } from '../condition/condition-field.tsx';
import { freshId } from '../document/step-ids.ts';
import type { StepFormProps } from '../inspector/step-form.ts';

type Branch = StepOf<'branch'>['config']['branches'][number];
const MOST = 12;

export function BranchForm({ config, onChange, errorAt, catalogue }: StepFormProps<'branch'>) {
  const { branches } = config;
  const put = (next: Branch[]) => onChange({ branches: next });
  const change = (index: number, part: Partial<Branch>) =>
    put(branches.map((branch, at) => (at === index ? { ...branch, ...part } : branch)));
  const swap = (index: number, other: number) => {
    const next = [...branches];
    const [a, b] = [next[index], next[other]];
    if (!a || !b) return;
    next[index] = b;
    next[other] = a;
    put(next);
  };
  const add = () => {
    const id = freshId(
      'way',
      branches.map((branch) => branch.id),
    );
    put([...branches, { id, title: `Way ${branches.length + 1}`, condition: 'facts.progress >= 50' }]);
  };
  return (
    <>
      <p className="text-sm text-ink-soft">
        Tried from top to bottom; the learner takes the first way whose condition holds, else “otherwise”.
      </p>
      <ol className="flex flex-col gap-4">
        {branches.map((branch, index) => (
          <li key={branch.id} className="flex flex-col gap-3 rounded-lg border border-line p-4">
            <div className="flex items-end gap-1">
              <FormField
                label={`Way ${index + 1}`}
                className="flex-1"
                error={errorAt(`branches.${index}.title`)}
              >
                <Input
                  maxLength={80}
                  value={branch.title}
                  onChange={(event) => change(index, { title: event.target.value })}
                />
              </FormField>
              <BranchButtons
                title={branch.title}
                first={index === 0}
                last={index === branches.length - 1}
                only={branches.length === 1}
                onUp={() => swap(index, index - 1)}
                onDown={() => swap(index, index + 1)}
                onRemove={() => put(branches.filter((one) => one.id !== branch.id))}
              />
            </div>
            <ConditionField
              label="If"
              value={branch.condition}
              catalogue={catalogue}
              onChange={(condition) => change(index, { condition })}
              error={errorAt(`branches.${index}.condition`)}
            />
          </li>
        ))}
      </ol>
      {branches.length < MOST && (
        <Button size="sm" onClick={add} className="self-start">
          <Plus aria-hidden /> Add a way
        </Button>
      )}
    </>
  );
}

interface BranchButtonsProps {
  title: string;
  first: boolean;
  last: boolean;
  only: boolean;
  onUp(): void;
  onDown(): void;
  onRemove(): void;
}

function BranchButtons({ title, first, last, only, onUp, onDown, onRemove }: BranchButtonsProps) {
  return (
    <>
      <Button
        size="icon-sm"
        variant="quiet"
        className="mb-1"
        aria-label={`Try “${title}” earlier`}
        disabled={first}
        onClick={onUp}
      >
        <ArrowUp aria-hidden />
      </Button>
      <Button
        size="icon-sm"
        variant="quiet"
        className="mb-1"
        aria-label={`Try “${title}” later`}
        disabled={last}
        onClick={onDown}
      >
        <ArrowDown aria-hidden />
      </Button>
      <Button
        size="icon-sm"
        variant="quiet"
        className="mb-1"
        aria-label={`Remove “${title}”`}
        disabled={only}
        onClick={onRemove}
      >
        <Trash2 aria-hidden />
      </Button>
    </>
  );
}
