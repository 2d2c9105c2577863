import type { AudienceCondition } from '@gradus/contracts';
import { Select } from '../../ui/control/select.tsx';
import { TypedInput } from '../../ui/control/typed-input.tsx';
import type { KnownCourse } from './use-places.ts';

const ANY = 'any';

interface CourseChoiceProps {
  value: string | null;
  courses: readonly KnownCourse[];
  /** Whether "any course" is a choice. */
  any: boolean;
  onChange(courseId: string | null): void;
}

export function CourseChoice({ value, courses, any, onChange }: CourseChoiceProps) {
  const choices = courses.map(({ id, title }) => ({ value: id, label: title }));
  return (
    <Select
      aria-label="Course"
      className="w-52 flex-1"
      choices={any ? [{ value: ANY, label: 'Any course' }, ...choices] : choices}
      value={value ?? ANY}
      onChange={(next) => onChange(next === ANY ? null : next)}
    />
  );
}

interface ModuleChoiceProps {
  courseId: string;
  value: string;
  courses: readonly KnownCourse[];
  onChange(module: string): void;
}

export function ModuleChoice({ courseId, value, courses, onChange }: ModuleChoiceProps) {
  const modules = courses.find(({ id }) => id === courseId)?.modules ?? [];
  return (
    <Select
      aria-label="Week"
      className="w-52 flex-1"
      choices={modules.map(({ key, label }) => ({ value: key, label }))}
      value={modules.some(({ key }) => key === value) ? value : null}
      onChange={onChange}
    />
  );
}

interface SeveralProps<Value extends string> {
  label: string;
  choices: ReadonlyArray<{ value: Value; label: string }>;
  chosen: readonly Value[];
  onChange(chosen: Value[]): void;
}

/** Some of a few; the last one stays. */
export function Several<Value extends string>({ label, choices, chosen, onChange }: SeveralProps<Value>) {
  const toggle = (value: Value) => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    if (next.length > 0) onChange(next);
  };
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {choices.map(({ value, label: word }) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen.includes(value)}
          className="h-8 rounded-full border border-line px-3 text-[0.8125rem] font-medium text-ink-soft hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
          onClick={() => toggle(value)}
        >
          {word}
        </button>
      ))}
    </div>
  );
}

interface AmountProps {
  label: string;
  value: number;
  most: number;
  unit: string;
  onChange(value: number): void;
}

/** A number with its unit; while it is being typed it may be none, and then it is not passed on. */
export function Amount({ label, value, most, unit, onChange }: AmountProps) {
  return (
    <span className="flex items-center gap-2 text-sm">
      <TypedInput
        aria-label={label}
        type="number"
        min={0}
        max={most}
        className="w-22"
        value={String(value)}
        onType={({ valueAsNumber: next }) => {
          if (Number.isFinite(next) && next >= 0 && next <= most) onChange(Math.round(next * 100) / 100);
        }}
      />
      {unit}
    </span>
  );
}

interface WordProps {
  label: string;
  value: string;
  most: number;
  onChange(value: string): void;
}

/** A short text; while it is being typed it may be empty, and then it is not passed on. */
export function Word({ label, value, most, onChange }: WordProps) {
  return (
    <TypedInput
      aria-label={label}
      className="w-36 flex-1"
      maxLength={most}
      value={value}
      onType={(field) => {
        const next = field.value.trim();
        if (next !== '') onChange(next);
      }}
    />
  );
}

/** A change of some of a condition's own values. */
export type Change<C extends AudienceCondition> = (change: Partial<C>) => void;
