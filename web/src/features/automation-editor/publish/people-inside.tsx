import type { PublishPlan } from '@gradus/contracts';
import { Select } from '../../../ui/control/select.tsx';
import type { Decision, Whom } from './decision.ts';
import { PeoplePicker } from './people-picker.tsx';
import { StepQuestion } from './step-question.tsx';
import { plural } from './words.ts';

const WHOM: { value: Whom; label: string }[] = [
  { value: 'newOnly', label: 'They stay on the version they are on, to its end' },
  { value: 'nextStep', label: 'Each goes over when they leave the step they are at' },
  { value: 'now', label: 'They go over now, a few each second' },
  { value: 'these', label: 'Only some of them go over now' },
];

const SPREADS = [
  { value: '0', label: 'at once' },
  { value: '60', label: 'over an hour' },
  { value: '240', label: 'over four hours' },
  { value: '1440', label: 'over a day' },
] as const;

interface PeopleInsideProps {
  plan: PublishPlan;
  decision: Decision;
  onDecide(decision: Decision): void;
}

/** Asks what becomes of the people inside: who goes over and when, and at each changed step how. */
export function PeopleInside({ plan, decision, onDecide }: PeopleInsideProps) {
  const { whom } = decision;
  const decide = (part: Partial<Decision>) => onDecide({ ...decision, ...part });
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-semibold">
        The people already inside: {plural(plan.inside, 'learner')}
      </legend>
      {WHOM.map(({ value, label }) => (
        <label key={value} className="flex items-center gap-2.5 text-[0.9375rem]">
          <input
            type="radio"
            name="whom"
            className="size-4 shrink-0 accent-accent"
            checked={whom === value}
            onChange={() => decide({ whom: value, steps: {} })}
          />
          {label}
        </label>
      ))}
      {whom === 'these' && (
        <PeoplePicker chosen={decision.chosen} onChoose={(chosen) => decide({ chosen })} />
      )}
      {whom !== 'newOnly' && (
        <>
          <Questions plan={plan} decision={decision} onDecide={onDecide} />
          {whom !== 'nextStep' && (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-[0.9375rem]">
              <span id="spread-label">Mails that come due by it go out</span>
              <Select
                aria-label="Mails that come due by it go out"
                className="w-44"
                choices={SPREADS}
                value={SPREADS.find(({ value }) => Number(value) === decision.spreadMinutes)?.value ?? '60'}
                onChange={(minutes) => decide({ spreadMinutes: Number(minutes) })}
              />
            </div>
          )}
          <p className="text-sm text-ink-soft">
            Nothing that was sent is unsent, and no module that is open closes.
          </p>
        </>
      )}
    </fieldset>
  );
}

function Questions({ plan, decision, onDecide }: PeopleInsideProps) {
  const changed = plan.steps.filter(({ fate }) => fate !== 'same');
  const same = plan.steps.filter(({ fate }) => fate === 'same');
  const question = (step: PublishPlan['steps'][number]) => (
    <StepQuestion
      key={step.stepId}
      step={step}
      choice={decision.steps[step.stepId]}
      onChoose={(choice) => onDecide({ ...decision, steps: { ...decision.steps, [step.stepId]: choice } })}
    />
  );
  return (
    <>
      {changed.length > 0 && <ul className="flex flex-col gap-4">{changed.map(question)}</ul>}
      {same.length > 0 && (
        <details className="text-[0.9375rem]">
          <summary className="cursor-pointer text-accent">
            {plural(
              same.reduce((sum, { here }) => sum + here, 0),
              'learner',
            )}{' '}
            at {plural(same.length, 'step that is', 'steps that are')} as before
          </summary>
          <ul className="mt-3 flex flex-col gap-4">{same.map(question)}</ul>
        </details>
      )}
    </>
  );
}
