import type { ForecastReport } from '@gradus/contracts';
import { useEffect, useId, useRef, useState } from 'react';
import { Moment, TimeReader } from '../../../ui/time/moment.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { Bars } from './bars.tsx';
import { busiestHours, fullestSteps, insideOn } from './forecast-figures.ts';

const many = (count: number) => count.toLocaleString('en');

/** A forecast: its figures, its Mondays on a slider with the heat on the canvas, and the same as tables. */
export function ForecastResult({ report }: { report: ForecastReport }) {
  const { store } = useEditorScope();
  const [monday, setMonday] = useState(0);
  useEffect(() => store.getState().show({ kind: 'crowd', report, monday }), [store, report, monday]);
  useEffect(() => () => store.getState().show(null), [store]);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'start' });
  }, []);
  const goTo = (next: number) => {
    setMonday(next);
    const [fullest] = fullestSteps(report, next);
    if (fullest) store.getState().lookAt(fullest.stepId);
  };
  return (
    <TimeReader zone={report.zone}>
      <div ref={top} />
      <Figures report={report} />
      {report.mondays.length > 0 && <Mondays report={report} monday={monday} onMonday={goTo} />}
      <Mails report={report} />
      <section aria-label="What was assumed" className="text-sm text-ink-soft">
        <h3 className="mb-1 font-semibold text-ink">What was assumed</h3>
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {report.assumptions.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <p className="mt-2 tabular-nums">Counted in {(report.tookMs / 1_000).toFixed(1)} s.</p>
      </section>
    </TimeReader>
  );
}

function Figures({ report }: { report: ForecastReport }) {
  const [peak] = report.messages.busiest;
  const { completed, ended, exited } = report.finished;
  const figures: [string, string][] = [
    ['Learners', many(report.learners)],
    ['Complete it', many(completed.at(-1) ?? 0)],
    ['End or leave before', many((ended.at(-1) ?? 0) + (exited.at(-1) ?? 0))],
    ['Still on the way', many(report.open)],
    ['Mails', many(report.messages.total)],
    ['Work handed in', many(report.grading.total)],
    ['Grading', (report.grading.cents / 100).toLocaleString('en', { style: 'currency', currency: 'EUR' })],
  ];
  return (
    <section aria-label="In figures" className="flex flex-col gap-3">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 rounded-lg bg-sunken p-4">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-ink-soft">{name}</dt>
            <dd className="font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {peak && (
        <p className="text-sm" role="status">
          The busiest hour sends {many(peak.count)} mails: <Moment at={peak.at} />.
        </p>
      )}
      {report.messages.unsent > 0 && (
        <p className="text-sm text-ink-soft">
          {many(report.messages.unsent)} are left unsent: called off, out of date by then, or too many for the
          frequency cap.
        </p>
      )}
      {report.cutShort > 0 && (
        <p className="text-sm text-bad">
          {many(report.cutShort)} learners went round a loop so often that they were stopped. Check the
          drawing.
        </p>
      )}
    </section>
  );
}

interface MondaysProps {
  report: ForecastReport;
  monday: number;
  onMonday(monday: number): void;
}

function Mondays({ report, monday, onMonday }: MondaysProps) {
  const id = useId();
  const at = report.mondays[monday] ?? '';
  const inside = insideOn(report);
  return (
    <section aria-label="Monday by Monday" className="flex flex-col gap-3">
      <h3 className="font-semibold">Who is where on a Monday</h3>
      <Bars label="Learners inside, Monday by Monday" values={inside} chosen={monday} />
      <label htmlFor={id} className="text-sm font-medium">
        Monday <Moment at={at} style="date" />: {many(inside[monday] ?? 0)} inside
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={report.mondays.length - 1}
        value={monday}
        aria-valuetext={`${sayMonday(at, report.zone)}: ${many(inside[monday] ?? 0)} inside`}
        onChange={(event) => onMonday(Number(event.target.value))}
        className="h-6 w-full cursor-pointer accent-(--accent)"
      />
      <Fullest report={report} monday={monday} />
      <details className="text-sm">
        <summary className="cursor-pointer font-medium">All Mondays as a table</summary>
        <MondayTable report={report} />
      </details>
    </section>
  );
}

const sayMonday = (at: string, zone: string) =>
  at === ''
    ? ''
    : new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: zone }).format(new Date(at));

function Fullest({ report, monday }: { report: ForecastReport; monday: number }) {
  const jump = useEditor((state) => state.jump);
  const steps = fullestSteps(report, monday);
  if (steps.length === 0) return <p className="text-sm text-ink-soft">Nobody is inside on that day.</p>;
  return (
    <ol className="flex flex-col text-sm" aria-label="The fullest steps of that Monday">
      {steps.map(({ stepId, title, people }) => (
        <li
          key={stepId}
          className="flex items-baseline justify-between gap-3 border-b border-line py-1.5 last:border-0"
        >
          <button type="button" className="min-h-6 truncate text-left underline" onClick={() => jump(stepId)}>
            {title}
          </button>
          <span className="shrink-0 tabular-nums">{many(people)}</span>
        </li>
      ))}
    </ol>
  );
}

function MondayTable({ report }: { report: ForecastReport }) {
  const inside = insideOn(report);
  const { completed, ended, exited } = report.finished;
  const head = ['Monday', 'Not yet', 'Inside', 'Complete', 'Ended', 'Handed in'];
  return (
    <div className="mt-2">
      <table className="w-full border-collapse text-right text-xs">
        <caption className="sr-only">How many learners are where on each Monday</caption>
        <thead>
          <tr className="border-b border-line text-ink-soft">
            {head.map((title, index) => (
              <th key={title} scope="col" className={index === 0 ? 'py-1.5 text-left' : 'py-1.5 pl-2'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.mondays.map((at, index) => (
            <tr key={at} className="border-b border-line">
              <th scope="row" className="py-1.5 text-left font-normal whitespace-nowrap">
                <Moment at={at} style="day" />
              </th>
              {[
                report.notEnrolled[index],
                inside[index],
                completed[index],
                (ended[index] ?? 0) + (exited[index] ?? 0),
                report.grading.perWeek[index],
              ].map((count, column) => (
                <td key={column} className="pl-2">
                  {many(count ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The busiest hour of each day would be hundreds of bars: one a week says where the peaks are. */
function Mails({ report }: { report: ForecastReport }) {
  const weeks = busiestHours(report);
  if (report.messages.total === 0) return null;
  return (
    <section aria-label="Mails by the hour" className="flex flex-col gap-3">
      <h3 className="font-semibold">Mails by the hour</h3>
      <Bars label="Mails in the busiest hour, week by week" values={weeks.map(({ count }) => count)} />
      <ol className="flex flex-col text-sm" aria-label="The busiest hours">
        {report.messages.busiest.map(({ at, count }) => (
          <li key={at} className="flex justify-between gap-3 border-b border-line py-1.5 last:border-0">
            <Moment at={at} />
            <span className="tabular-nums">{many(count)} mails</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
