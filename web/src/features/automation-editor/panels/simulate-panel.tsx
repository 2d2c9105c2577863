import type { BehaviourName, SimulationReport } from '@gradus/contracts';
import { CirclePlay } from 'lucide-react';
import { useState } from 'react';
import { useSimulateAutomation } from '../../../api/automations.ts';
import { useMe } from '../../../api/session.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { Panel } from './panel.tsx';
import { SimulationList } from './simulation-list.tsx';

const behaviours: { value: BehaviourName; label: string; hint: string }[] = [
  { value: 'diligent', label: 'Diligent', hint: 'Reads at once, hands in on time, passes' },
  { value: 'late', label: 'Late', hint: 'Does everything, but after the date' },
  { value: 'fails-once', label: 'Fails once', hint: 'Needs a second try everywhere' },
  { value: 'silent', label: 'Silent', hint: 'Enrols and does nothing' },
];

interface Result {
  report: SimulationReport;
  zone: string;
}

/** Sends an imagined learner through the draft: the same engine as the live run, on a clock that does not wait. */
export function SimulatePanel({ onClose }: { onClose(): void }) {
  const { store, automation } = useEditorScope();
  const me = useMe();
  const [enrolledOn, setEnrolledOn] = useState(() => new Date().toISOString().slice(0, 10));
  const [zone, setZone] = useState(me?.timeZone ?? automation.catalogue.schoolZone);
  const [behaviour, setBehaviour] = useState<BehaviourName>('diligent');
  const [result, setResult] = useState<Result | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const simulate = useSimulateAutomation(automation.id);
  const run = async () => {
    setFailure(null);
    try {
      await whenSaved(store);
      const enrolledAt = enrolledOn ? new Date(`${enrolledOn}T10:00:00`).toISOString() : undefined;
      setResult({ report: await simulate.mutateAsync({ behaviour, learnerZone: zone, enrolledAt }), zone });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <Panel
      title="Simulate a learner"
      description="One imagined learner through the whole draft, in a moment. Nothing is sent, nobody is touched."
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <FormField label="The learner is">
          <Select choices={behaviours} value={behaviour} onChange={(next) => setBehaviour(next)} />
        </FormField>
        <div className="grid grid-cols-[9.5rem_1fr] gap-3">
          <FormField label="Enrols on">
            <Input type="date" value={enrolledOn} onChange={(event) => setEnrolledOn(event.target.value)} />
          </FormField>
          <FormField label="Lives in">
            <Combobox choices={zones} value={zone} onChange={setZone} nothingFound="No such time zone." />
          </FormField>
        </div>
        <Button type="submit" variant="primary" busy={simulate.isPending} className="self-start">
          <CirclePlay aria-hidden /> {result ? 'Simulate again' : 'Simulate'}
        </Button>
      </form>
      {failure !== null && <Notice tone="bad">{sentenceOf(failure)}</Notice>}
      {result && (
        <SimulationList entries={result.report.entries} tookMs={result.report.tookMs} zone={result.zone} />
      )}
    </Panel>
  );
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')].map(
  (value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }),
);
