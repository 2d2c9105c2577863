import type { ReactNode } from 'react';
import { Select } from '../../ui/control/select.tsx';
import { ENROLLMENT_WORDS } from './audience-words.ts';
import type { About, ConditionOf } from './condition-kinds.ts';
import { Amount, CourseChoice, ModuleChoice, Several, Word } from './condition-parts.tsx';
import type { Change } from './condition-parts.tsx';
import type { KnownPlaces } from './use-places.ts';

interface FieldsProps<A extends About> {
  value: ConditionOf<A>;
  places: KnownPlaces;
  change: Change<ConditionOf<A>>;
}

const BOUNDS = [
  { value: 'atLeast', label: 'at least' },
  { value: 'atMost', label: 'at most' },
] as const;
const AGO = [
  { value: 'within', label: 'within the last' },
  { value: 'before', label: 'longer ago than' },
] as const;
const enrollmentStates = (Object.keys(ENROLLMENT_WORDS) as Array<keyof typeof ENROLLMENT_WORDS>).map(
  (value) => ({ value, label: ENROLLMENT_WORDS[value] }),
);
const ORDER_STATES = (['pending', 'paid', 'cancelled', 'refunded'] as const).map((value) => ({
  value,
  label: value,
}));
const ROLES = (['learner', 'instructor', 'ops', 'admin'] as const).map((value) => ({ value, label: value }));
const MODULE_STATES = [
  { value: 'open', label: 'is open' },
  { value: 'completed', label: 'is completed' },
] as const;
const WORK_STATES = [
  { value: 'handedIn', label: 'is handed in' },
  { value: 'graded', label: 'is graded' },
  { value: 'passed', label: 'is passed' },
] as const;

const small = 'w-40';

/** Some of the values of a condition, whatever its kind. */
interface PartProps<Part> {
  value: Part;
  change(change: Partial<Part>): void;
}
type InPlaces<Part> = PartProps<Part> & { places: KnownPlaces };

function AnyCourse({ value, places, change }: InPlaces<{ course: string | null }>) {
  return <CourseChoice any value={value.course} {...places} onChange={(course) => change({ course })} />;
}

function OneCourse({ value, places, change }: InPlaces<{ course: string }>) {
  return (
    <CourseChoice
      any={false}
      value={value.course}
      {...places}
      onChange={(course) => course && change({ course })}
    />
  );
}

function Week({ value, places, change }: InPlaces<{ course: string; module: string }>) {
  return (
    <>
      <OneCourse value={value} places={places} change={change} />
      <ModuleChoice
        courseId={value.course}
        value={value.module}
        {...places}
        onChange={(module) => change({ module })}
      />
    </>
  );
}

function Bound({ value, change }: PartProps<{ compare: 'atLeast' | 'atMost' }>) {
  return (
    <Select
      aria-label="Comparison"
      className={small}
      choices={BOUNDS}
      value={value.compare}
      onChange={(compare) => change({ compare })}
    />
  );
}

function Days({ value, change }: PartProps<{ days: number }>) {
  return (
    <Amount label="Days" unit="days" most={3_650} value={value.days} onChange={(days) => change({ days })} />
  );
}

function Ago({ value, change }: PartProps<{ compare: 'within' | 'before'; days: number }>) {
  return (
    <>
      <Select
        aria-label="Comparison"
        className="w-44"
        choices={AGO}
        value={value.compare}
        onChange={(compare) => change({ compare })}
      />
      <Days value={value} change={change} />
    </>
  );
}

/** What each kind of condition lets one choose. */
const FIELDS: { [A in About]: (props: FieldsProps<A>) => ReactNode } = {
  enrollment: ({ value, places, change }) => (
    <>
      <AnyCourse value={value} places={places} change={change} />
      <Several
        label="States"
        choices={enrollmentStates}
        chosen={value.states}
        onChange={(states) => change({ states })}
      />
    </>
  ),
  daysEnrolled: (props) => (
    <>
      <AnyCourse {...props} />
      <Bound {...props} />
      <Days {...props} />
    </>
  ),
  progress: ({ value, places, change }) => (
    <>
      <OneCourse value={value} places={places} change={change} />
      <Bound value={value} change={change} />
      <Amount
        label="Percent"
        unit="%"
        most={100}
        value={value.percent}
        onChange={(percent) => change({ percent })}
      />
    </>
  ),
  module: ({ value, places, change }) => (
    <>
      <Week value={value} places={places} change={change} />
      <Select
        aria-label="State"
        className={small}
        choices={MODULE_STATES}
        value={value.is}
        onChange={(is) => change({ is })}
      />
    </>
  ),
  work: ({ value, places, change }) => (
    <>
      <Week value={value} places={places} change={change} />
      <Select
        aria-label="State"
        className={small}
        choices={WORK_STATES}
        value={value.is}
        onChange={(is) => change({ is })}
      />
    </>
  ),
  lastActive: (props) => (
    <>
      <AnyCourse {...props} />
      <Ago {...props} />
    </>
  ),
  certificate: (props) => <AnyCourse {...props} />,
  order: ({ value, places, change }) => (
    <>
      <AnyCourse value={value} places={places} change={change} />
      <Several
        label="States"
        choices={ORDER_STATES}
        chosen={value.states}
        onChange={(states) => change({ states })}
      />
    </>
  ),
  inside: ({ value, places, change }) => (
    <Select
      aria-label="Automation"
      className="w-52 flex-1"
      choices={places.automations.map(({ id, name }) => ({ value: id, label: name }))}
      value={places.automations.some(({ id }) => id === value.automation) ? value.automation : null}
      onChange={(automation) => change({ automation })}
    />
  ),
  tag: ({ value, change }) => (
    <Word label="Tag" value={value.tag} most={40} onChange={(tag) => change({ tag })} />
  ),
  field: ({ value, change }) => (
    <>
      <Word label="Field" value={value.field} most={40} onChange={(field) => change({ field })} />
      <span className="text-sm">is</span>
      <Word label="Value" value={String(value.is)} most={200} onChange={(is) => change({ is: meant(is) })} />
    </>
  ),
  role: ({ value, change }) => (
    <Several label="Roles" choices={ROLES} chosen={value.roles} onChange={(roles) => change({ roles })} />
  ),
  marketing: () => null,
  joined: (props) => <Ago {...props} />,
  simulated: () => null,
};

/** `3` is a number and `true` a yes, as fields hold them; anything else is a text. */
function meant(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** The fields of a condition's own kind; both sides come from one `about`. */
export function ConditionFields<A extends About>(props: FieldsProps<A>): ReactNode {
  const fields = FIELDS[props.value.about as A] as (props: FieldsProps<A>) => ReactNode;
  return fields(props);
}
