import type { FlowTest } from '@gradus/contracts';
import { useState } from 'react';
import { useSaveFlowTest } from '../../../api/foreseeing/flow-tests.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { zones } from '../fields/zones.ts';
import { useEditorScope } from '../store/editor-context.tsx';
import { behaviours } from '../trying/behaviour-words.ts';
import { HappeningFields } from '../trying/happening-fields.tsx';
import { WeekFields } from '../trying/week-fields.tsx';
import { ExpectationFields } from './expectation-fields.tsx';
import { draftOfTest, OF_A_TEST, testOfDraft, testProblem, type TestDraft } from './test-draft.ts';

interface TestFormProps {
  test: FlowTest | null;
  onDone(): void;
}

/** Given a learner who does this, expect that. */
export function TestForm({ test, onDone }: TestFormProps) {
  const { automation } = useEditorScope();
  const [draft, setDraft] = useState(() => draftOfTest(test, automation.catalogue.schoolZone, new Date()));
  const [tried, setTried] = useState(false);
  const save = useSaveFlowTest(automation.id);
  const change = (part: Partial<TestDraft>) => setDraft({ ...draft, ...part });
  const problem = testProblem(draft);
  const submit = async () => {
    setTried(true);
    if (problem !== null) return;
    await save.mutateAsync({ testId: test?.id ?? null, test: testOfDraft(draft) });
    onDone();
  };
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined);
      }}
    >
      <FormField label="Name" hint="What it makes sure of, in your words.">
        <Input
          maxLength={160}
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </FormField>
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-2 font-semibold">Given</legend>
        <FormField label="The learner is">
          <Select
            choices={behaviours}
            value={draft.behaviour}
            onChange={(behaviour) => change({ behaviour })}
          />
        </FormField>
        <div className="grid grid-cols-[9.5rem_1fr] gap-3">
          <FormField label="Enrols on">
            <Input
              type="date"
              value={draft.enrolledAt.slice(0, 10)}
              onChange={(event) =>
                event.target.value !== '' &&
                change({ enrolledAt: new Date(`${event.target.value}T09:00:00Z`).toISOString() })
              }
            />
          </FormField>
          <FormField label="Lives in">
            <Combobox
              choices={zones}
              value={draft.learnerZone}
              onChange={(learnerZone) => change({ learnerZone })}
              nothingFound="No such time zone."
            />
          </FormField>
        </div>
        <WeekFields behaviour={draft.behaviour} weeks={draft.weeks} onChange={(weeks) => change({ weeks })} />
        <HappeningFields
          kinds={OF_A_TEST}
          value={draft.happenings}
          onChange={(happenings) => change({ happenings })}
        />
      </fieldset>
      <ExpectationFields value={draft.expect} onChange={(expect) => change({ expect })} />
      {tried && problem !== null && <Notice tone="bad">{problem}</Notice>}
      {save.isError && <Notice tone="bad">{sentenceOf(save.error)}</Notice>}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={save.isPending}>
          Save the test
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
