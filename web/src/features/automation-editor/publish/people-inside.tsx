import {
  type Definition,
  type MigrationQuestion,
  type StepChoice,
  migrationQuestions,
  planOf,
} from '@gradus/flow';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { countsQuery } from '../../../api/automations.ts';
import { Select } from '../../../ui/control/select.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';

/** What the author has decided about the people inside. */
export interface Decision {
  scope: 'newOnly' | 'nextStep' | 'now';
  steps: Record<string, StepChoice>;
}

const SCOPES = [
  { value: 'newOnly', label: 'They stay on the version they are on, to its end' },
  { value: 'nextStep', label: 'Each goes over when they leave the step they are at' },
  { value: 'now', label: 'They go over now, a few each second' },
] as const;

const WORDS: Record<StepChoice['do'], string> = {
  keep: 'Stay on their version',
  follow: 'Go over, dates as given',
  retime: 'Go over, date counted anew',
  redirect: 'Go to another step',
  exit: 'Their way ends',
};

const FATES: Record<MigrationQuestion['fate'], string> = {
  removed: 'taken out',
  replaced: 'another kind of step now',
  timed: 'another time',
  changed: 'changed',
  same: 'as it was',
};

interface PeopleInsideProps {
  decision: Decision;
  onDecide(decision: Decision): void;
}

/** Asks what becomes of the people inside: when they go over, and at each changed step how. */
export function PeopleInside({ decision, onDecide }: PeopleInsideProps) {
  const questions = useQuestions(decision.scope);
  const { automation } = useEditorScope();
  const counts = useQuery(countsQuery(automation.id)).data?.steps ?? [];
  const here = (stepId: string) => {
    const step = counts.find((count) => count.stepId === stepId);
    return step ? step.waiting + step.running + step.blocked + step.held : 0;
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-semibold">The people already inside</legend>
      {SCOPES.map(({ value, label }) => (
        <label key={value} className="flex items-center gap-2.5 text-[0.9375rem]">
          <input
            type="radio"
            name="scope"
            checked={decision.scope === value}
            onChange={() => onDecide({ scope: value, steps: {} })}
          />
          {label}
        </label>
      ))}
      {decision.scope !== 'newOnly' && (
        <>
          <ul className="flex flex-col gap-3">
            {questions.map((question) => (
              <Question
                key={question.stepId}
                question={question}
                people={here(question.stepId)}
                choice={decision.steps[question.stepId]}
                onChoose={(choice) =>
                  onDecide({ ...decision, steps: { ...decision.steps, [question.stepId]: choice } })
                }
              />
            ))}
          </ul>
          <p className="text-sm text-ink-soft">
            Nothing that was sent is unsent, and no module that is open closes. Mails that would go out at
            once are spread over an hour.
          </p>
        </>
      )}
    </fieldset>
  );
}

function useQuestions(scope: Decision['scope']): MigrationQuestion[] {
  const { automation } = useEditorScope();
  const { live, catalogue } = automation;
  const draft = useEditor((state) => state.document.definition);
  return useMemo(() => {
    if (!live) return [];
    const from = planOf(live.definition as Definition, catalogue, live.versionId);
    const to = planOf(draft, catalogue, 'draft');
    return migrationQuestions([from], to, scope).filter(({ fate }) => fate !== 'same');
  }, [live, catalogue, draft, scope]);
}

interface QuestionProps {
  question: MigrationQuestion;
  people: number;
  choice: StepChoice | undefined;
  onChoose(choice: StepChoice): void;
}

function Question({ question, people, choice, onChoose }: QuestionProps) {
  const steps = useEditor((state) => state.document.definition.steps);
  const targets = Object.entries(steps)
    .filter(([id, step]) => id !== question.stepId && step.kind !== 'trigger')
    .map(([value, step]) => ({ value, label: step.title }));
  const chosen = choice?.do ?? question.proposed;
  const choose = (what: StepChoice['do']) => {
    if (what !== 'redirect') return onChoose({ do: what });
    const [first] = targets;
    if (first) onChoose({ do: 'redirect', to: first.value });
  };
  return (
    <li className="flex flex-col gap-1.5">
      <span className="text-sm">
        “{question.title}”, {FATES[question.fate]}: {people === 1 ? '1 is' : `${people} are`} there on the
        live version
      </span>
      <span className="flex flex-wrap gap-2">
        <Select
          aria-label={`What becomes of the people at ${question.title}`}
          choices={question.choices.map((value) => ({ value, label: WORDS[value] }))}
          value={chosen}
          onChange={choose}
        />
        {choice?.do === 'redirect' && (
          <Select
            aria-label={`Where the people at ${question.title} go`}
            choices={targets}
            value={choice.to}
            onChange={(to) => onChoose({ do: 'redirect', to })}
          />
        )}
      </span>
    </li>
  );
}
