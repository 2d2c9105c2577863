import type { BehaviourName } from '@gradus/contracts';
import { Plus, Trash2, TrendingUp } from 'lucide-react';
import { useState } from 'react';
import { useForecast } from '../../../api/foreseeing/forecast.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { zones } from '../fields/zones.ts';
import { Panel } from '../panels/panel.tsx';
import { TryingFailed } from '../panels/trying-failed.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { behaviours } from '../trying/behaviour-words.ts';
import { crowdProblems, questionOf } from './crowd-form.ts';
import type { CrowdForm } from './crowd-form.ts';
import { ForecastResult } from './forecast-result.tsx';

const who = [
  { value: 'drawn', label: 'An imagined crowd', hint: 'As many as you like, in the shares you give' },
  { value: 'roster', label: 'Those who are enrolled', hint: 'The real cohort, each from their own day on' },
] as const;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What becomes of a crowd in the draft: who is where each Monday, how much is mailed and graded. */
export function ForecastPanel({ onClose, onProblems }: { onClose(): void; onProblems(): void }) {
  const { store, automation } = useEditorScope();
  const { schoolZone } = automation.catalogue;
  const { progress, report, error, start, cancel } = useForecast(automation.id);
  const [unsaved, setUnsaved] = useState<unknown>(null);
  const [form, setForm] = useState<CrowdForm>(() => ({
    who: 'drawn',
    size: 10_000,
    shares: { diligent: 60, late: 20, 'fails-once': 10, fails: 5, silent: 5 },
    zones: [{ zone: schoolZone, share: 100 }],
    from: inDays(0),
    until: inDays(27),
    weeks: 28,
    gradingCents: 3,
  }));
  const change = (part: Partial<CrowdForm>) => setForm({ ...form, ...part });
  const problems = crowdProblems(form);
  const run = async () => {
    setUnsaved(null);
    try {
      await whenSaved(store);
      await start(questionOf(form, schoolZone));
    } catch (failure) {
      setUnsaved(failure);
    }
  };
  const failure = unsaved ?? error;
  return (
    <Panel
      title="Forecast"
      description="A whole crowd through the draft: who is where each Monday, how many mails leave, what grading costs."
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (Object.keys(problems).length === 0) void run();
        }}
      >
        <FormField label="Who">
          <Select
            choices={automation.courseTitle === null ? who.slice(0, 1) : who}
            value={form.who}
            onChange={(next) => change({ who: next })}
          />
        </FormField>
        {form.who === 'drawn' && <DrawnFields form={form} onChange={change} problems={problems} />}
        <FormField label="Grading one piece of work costs (cents)">
          <NumberInput
            min={0}
            max={10_000}
            className="w-28"
            value={form.gradingCents}
            onChange={(gradingCents) => change({ gradingCents })}
          />
        </FormField>
        <Button
          type="submit"
          variant="primary"
          className="self-start"
          disabled={progress !== null || Object.keys(problems).length > 0}
        >
          <TrendingUp aria-hidden /> {report ? 'Forecast again' : 'Forecast'}
        </Button>
      </form>
      {progress && (
        <div className="flex flex-col gap-3">
          <ProgressBar
            label="Learners counted"
            value={progress.of === 0 ? null : (progress.done / progress.of) * 100}
            text={
              progress.of === 0
                ? ''
                : `${progress.done.toLocaleString('en')} of ${progress.of.toLocaleString('en')}`
            }
          />
          <Button size="sm" className="self-start" onClick={cancel}>
            Cancel
          </Button>
        </div>
      )}
      {failure !== null && <TryingFailed failure={failure} onProblems={onProblems} />}
      {report && progress === null && <ForecastResult key={report.tookMs} report={report} />}
    </Panel>
  );
}

interface DrawnFieldsProps {
  form: CrowdForm;
  onChange(part: Partial<CrowdForm>): void;
  problems: ReturnType<typeof crowdProblems>;
}

function DrawnFields({ form, onChange, problems }: DrawnFieldsProps) {
  const share = (behaviour: BehaviourName, part: number) =>
    onChange({ shares: { ...form.shares, [behaviour]: part } });
  return (
    <>
      <FormField label="How many learners">
        <NumberInput
          min={1}
          max={20_000}
          className="w-28"
          value={form.size}
          onChange={(size) => onChange({ size })}
        />
      </FormField>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">Of a hundred learners</legend>
        {behaviours.map(({ value, label, hint }) => (
          <div key={value} className="grid grid-cols-[1fr_5rem] items-center gap-3 text-sm">
            <span aria-hidden>
              <span className="font-medium">{label}</span>
              <span className="block text-ink-soft">{hint}</span>
            </span>
            <NumberInput
              min={0}
              max={100}
              aria-label={`Of a hundred learners: ${label}`}
              value={form.shares[value]}
              onChange={(part) => share(value, part)}
            />
          </div>
        ))}
        {problems.shares && (
          <p role="status" className="text-sm text-bad">
            {problems.shares}
          </p>
        )}
      </fieldset>
      <ZoneShares form={form} onChange={onChange} problem={problems.zones} />
      <div className="grid grid-cols-2 gap-3">
        <FormField label="The first enrols on" error={problems.from}>
          <Input type="date" value={form.from} onChange={(event) => onChange({ from: event.target.value })} />
        </FormField>
        <FormField label="The last enrols on" error={problems.until}>
          <Input
            type="date"
            value={form.until}
            onChange={(event) => onChange({ until: event.target.value })}
          />
        </FormField>
      </div>
      <FormField label="Each is followed for (weeks)">
        <NumberInput
          min={1}
          max={57}
          className="w-28"
          value={form.weeks}
          onChange={(weeks) => onChange({ weeks })}
        />
      </FormField>
    </>
  );
}

interface ZoneSharesProps {
  form: CrowdForm;
  onChange(part: Partial<CrowdForm>): void;
  problem: string | undefined;
}

function ZoneShares({ form, onChange, problem }: ZoneSharesProps) {
  const put = (index: number, part: Partial<CrowdForm['zones'][number]>) =>
    onChange({ zones: form.zones.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">They live in</legend>
      {form.zones.map(({ zone, share }, index) => (
        <div key={index} className="flex items-end gap-2">
          <FormField label={`Zone ${index + 1}`} hideLabel className="min-w-0 flex-1">
            <Combobox
              choices={zones}
              value={zone}
              onChange={(next) => put(index, { zone: next })}
              nothingFound="No such time zone."
            />
          </FormField>
          <NumberInput
            min={0}
            max={1_000}
            className="w-20"
            aria-label={`Share of ${zone}`}
            value={share}
            onChange={(next) => put(index, { share: next })}
          />
          <Button
            size="icon-sm"
            variant="quiet"
            className="mb-1"
            aria-label={`Take out ${zone}`}
            disabled={form.zones.length === 1}
            onClick={() => onChange({ zones: form.zones.filter((_, at) => at !== index) })}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {problem && <p className="text-sm text-bad">{problem}</p>}
      <Button
        size="sm"
        className="self-start"
        onClick={() => onChange({ zones: [...form.zones, { zone: 'America/New_York', share: 100 }] })}
      >
        <Plus aria-hidden /> Add a zone
      </Button>
    </fieldset>
  );
}
