import type { SimulationReport } from '@gradus/contracts';
import { CirclePlay } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useSimulateAutomation } from '../../../api/foreseeing/foresight.ts';
import { useMe } from '../../../api/session.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { zones } from '../fields/zones.ts';
import { TryingFailed } from '../panels/trying-failed.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { behaviours, sayBehaviour } from './behaviour-words.ts';
import { HappeningFields } from './happening-fields.tsx';
import { enrolledAtOf, scriptOf } from './learner-script.ts';
import type { LearnerForm } from './learner-script.ts';
import { Played } from '../playback/played.tsx';
import type { Reader } from '../playback/simulated-letter.ts';
import { WeekFields } from './week-fields.tsx';

interface Result {
  report: SimulationReport;
  whose: string;
  reader: Reader | null;
}

/** Sends an imagined learner through the draft: the same engine as the live run, on a clock that does not wait. */
export function LearnerTab({ onProblems }: { onProblems(): void }) {
  const { store, automation } = useEditorScope();
  const me = useMe();
  const [form, setForm] = useState<LearnerForm>(() => ({
    name: 'Ada',
    behaviour: 'diligent',
    weeks: {},
    enrolledOn: new Date().toISOString().slice(0, 10),
    enrolledTime: '10:00',
    zone: me?.timeZone ?? automation.catalogue.schoolZone,
    happenings: [],
  }));
  const change = (part: Partial<LearnerForm>) => setForm({ ...form, ...part });
  const [result, setResult] = useState<Result | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const simulate = useSimulateAutomation(automation.id);
  const run = async () => {
    setFailure(null);
    try {
      await whenSaved(store);
      const report = await simulate.mutateAsync(scriptOf(form, Date.now()));
      const name = form.name.trim();
      const whose = `the ${sayBehaviour(form.behaviour).toLowerCase()} learner`;
      setResult({ report, whose, reader: name === '' ? null : { name } });
    } catch (error) {
      setFailure(error);
    }
  };
  const playback = useMemo(() => result && { ...result.report, whose: result.whose }, [result]);
  return (
    <div className="flex flex-col gap-5">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <div className="grid grid-cols-[9.5rem_1fr] gap-3">
          <FormField label="Called">
            <Input
              maxLength={120}
              value={form.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          </FormField>
          <FormField label="The learner is">
            <Select
              choices={behaviours}
              value={form.behaviour}
              onChange={(behaviour) => change({ behaviour })}
            />
          </FormField>
        </div>
        <div className="grid grid-cols-[9.5rem_1fr] gap-3">
          <FormField label="Enrols on" error={enrolledAtOf(form) === null ? 'Choose a day.' : undefined}>
            <Input
              type="date"
              value={form.enrolledOn}
              onChange={(event) => change({ enrolledOn: event.target.value })}
            />
          </FormField>
          <FormField label="Lives in">
            <Combobox
              choices={zones}
              value={form.zone}
              onChange={(zone) => change({ zone })}
              nothingFound="No such time zone."
            />
          </FormField>
        </div>
        <WeekFields behaviour={form.behaviour} weeks={form.weeks} onChange={(weeks) => change({ weeks })} />
        <HappeningFields value={form.happenings} onChange={(happenings) => change({ happenings })} />
        <Button type="submit" variant="primary" busy={simulate.isPending} className="self-start">
          <CirclePlay aria-hidden /> {result ? 'Simulate again' : 'Simulate'}
        </Button>
      </form>
      {failure !== null && <TryingFailed failure={failure} onProblems={onProblems} />}
      {playback && (
        <Played
          key={simulate.submittedAt}
          playback={playback}
          tookMs={playback.tookMs}
          {...(result?.reader ? { reader: result.reader } : {})}
        />
      )}
    </div>
  );
}
