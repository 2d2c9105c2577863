import type { Audience, AudienceCondition } from '@gradus/contracts';
import { FolderPlus, Plus, Trash2 } from 'lucide-react';
import { Button } from '../../ui/control/button.tsx';
import { Select } from '../../ui/control/select.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { CONDITION_KINDS, NEW_AUDIENCE, conditionChoices, isGroup } from './condition-kinds.ts';
import type { About } from './condition-kinds.ts';
import type { KnownPlaces } from './use-places.ts';

interface GroupEditorProps {
  group: Audience;
  places: KnownPlaces;
  onChange(group: Audience): void;
  /** Null: the whole rule, which cannot be taken away. */
  onRemove: (() => void) | null;
  depth?: number;
}

const matches = [
  { value: 'all', label: 'All of these hold' },
  { value: 'any', label: 'Any of these holds' },
] as const;
const DEEPEST = 3;

/** Conditions that all hold, or any of them; groups within groups. */
export function GroupEditor({ group, places, onChange, onRemove, depth = 1 }: GroupEditorProps) {
  const set = (at: number, next: AudienceCondition | Audience | null) =>
    onChange({
      ...group,
      conditions: group.conditions.flatMap((one, index) =>
        index === at ? (next === null ? [] : [next]) : [one],
      ),
    });
  const add = (one: AudienceCondition | Audience) =>
    onChange({ ...group, conditions: [...group.conditions, one] });
  return (
    <fieldset className="flex flex-col gap-2 rounded-lg border border-line p-3">
      <legend className="sr-only">Conditions</legend>
      <div className="flex items-center gap-2">
        <Select
          aria-label="How the conditions are joined"
          className="w-52"
          choices={matches}
          value={group.match}
          onChange={(match) => onChange({ ...group, match })}
        />
        {onRemove && (
          <Button
            size="icon-sm"
            variant="quiet"
            className="ml-auto"
            aria-label="Remove this group"
            onClick={onRemove}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {group.conditions.map((one, index) =>
        isGroup(one) ? (
          <GroupEditor
            key={index}
            group={one}
            places={places}
            depth={depth + 1}
            onChange={(next) => set(index, next)}
            onRemove={() => set(index, null)}
          />
        ) : (
          <ConditionEditor
            key={index}
            condition={one}
            places={places}
            onChange={(next) => set(index, next)}
            onRemove={() => set(index, null)}
          />
        ),
      )}
      {group.conditions.length === 0 && (
        <p className="px-1 py-2 text-sm text-ink-soft">
          {group.match === 'all' ? 'No condition: everybody.' : 'No condition: nobody.'}
        </p>
      )}
      <div className="flex flex-wrap gap-1">
        <Button size="sm" variant="quiet" onClick={() => add(freshCondition('enrollment', places))}>
          <Plus aria-hidden /> Add a condition
        </Button>
        {depth < DEEPEST && (
          <Button size="sm" variant="quiet" onClick={() => add({ ...NEW_AUDIENCE, match: 'any' })}>
            <FolderPlus aria-hidden /> Add a group
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function freshCondition(about: About, { courses, automations }: KnownPlaces): AudienceCondition {
  return CONDITION_KINDS[about].fresh({
    courseId: courses[0]?.id ?? '',
    module: courses[0]?.modules[0]?.key ?? '',
    automationId: automations[0]?.id ?? '',
  });
}

const yesOrNot = [
  { value: 'yes', label: 'is so' },
  { value: 'not', label: 'is not so' },
] as const;

interface ConditionEditorProps {
  condition: AudienceCondition;
  places: KnownPlaces;
  onChange(condition: AudienceCondition): void;
  onRemove(): void;
}

function ConditionEditor({ condition, places, onChange, onRemove }: ConditionEditorProps) {
  const { not: _not, ...plain } = condition;
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg bg-sunken/70 p-2.5">
      <Select
        aria-label="What the condition is about"
        className="w-48"
        choices={conditionChoices}
        value={condition.about}
        onChange={(about) => onChange(freshCondition(about, places))}
      />
      <ConditionFields
        value={condition}
        places={places}
        change={(change) => onChange({ ...condition, ...change } as AudienceCondition)}
      />
      <Select
        aria-label="Is or is not so"
        className="w-30"
        choices={yesOrNot}
        value={condition.not === true ? 'not' : 'yes'}
        onChange={(word) => onChange(word === 'not' ? { ...condition, not: true } : plain)}
      />
      <Button
        size="icon-sm"
        variant="quiet"
        className="ml-auto"
        aria-label="Remove this condition"
        onClick={onRemove}
      >
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
