import { BEHAVIOURS, compile, fillIn, simulate } from '@gradus/flow';
import type { SimulationEntry } from '@gradus/flow';
import { CalendarDays } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Panel } from '../panels/panel.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { sayWeek, weeksOf } from './calendar-weeks.ts';
import type { CalendarDay, CalendarWeek } from './calendar-weeks.ts';

const HORIZON_DAYS = 400;

/** The same journey as weeks and dates, for a cohort that begins together and keeps up. Moves with every edit. */
export function CalendarPanel({ onClose, onProblems }: { onClose(): void; onProblems(): void }) {
  const { automation } = useEditorScope();
  const { schoolZone } = automation.catalogue;
  const [begins, setBegins] = useState(() => new Date().toISOString().slice(0, 10));
  const weeks = useCalendar(begins, schoolZone);
  return (
    <Panel
      title="Calendar"
      description="The draft as weeks and dates, for learners who begin together and keep up."
      onClose={onClose}
    >
      <FormField
        label="The cohort begins on"
        hint={`At nine in the morning, ${schoolZone.replaceAll('_', ' ')}.`}
      >
        <Input type="date" value={begins} onChange={(event) => setBegins(event.target.value)} />
      </FormField>
      {weeks === null && (
        <EmptyState
          icon={CalendarDays}
          title="Not yet a calendar"
          className="px-0 py-6"
          action={
            <Button size="sm" onClick={onProblems}>
              Show the problems
            </Button>
          }
        >
          The draft has problems that keep it from running. Put them right, and its dates appear here.
        </EmptyState>
      )}
      {weeks?.length === 0 && (
        <EmptyState icon={CalendarDays} title="Nothing has a date" className="px-0 py-6">
          No week opens and no mail is sent on the way of a learner who keeps up.
        </EmptyState>
      )}
      <ol className="flex flex-col gap-4">
        {weeks?.map((week) => (
          <Week key={week.monday} week={week} />
        ))}
      </ol>
    </Panel>
  );
}

/** Null: the draft does not compile. */
function useCalendar(begins: string, zone: string): CalendarWeek[] | null {
  const { catalogue } = useEditorScope().automation;
  const definition = useDeferredValue(useEditor((state) => state.document.definition));
  return useMemo(() => {
    const compiled = compile(definition, catalogue, 'draft');
    const enrolledAt = Date.parse(`${begins}T09:00:00Z`);
    if (!compiled.ok || Number.isNaN(enrolledAt)) return null;
    const { entries } = simulate(compiled.plan, {
      enrolledAt: enrolledAt - offsetOf(enrolledAt, zone),
      learnerZone: zone,
      schoolZone: zone,
      modules: catalogue.modules,
      behaviour: BEHAVIOURS.diligent,
      horizonDays: HORIZON_DAYS,
    });
    return weeksOf(entries, zone);
  }, [definition, catalogue, begins, zone]);
}

/** How far a zone's clocks are ahead of UTC then, in milliseconds. */
function offsetOf(at: number, zone: string): number {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${wall.format(at).replace(' ', 'T')}Z`) - at;
}

const short = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

function Week({ week: { monday, number, days } }: { week: CalendarWeek }) {
  return (
    <li>
      <h3 className="flex items-baseline justify-between border-b border-line pb-1 text-sm font-semibold">
        Week {number}
        <span className="text-xs font-normal text-ink-soft">{sayWeek(monday)}</span>
      </h3>
      {days.length === 0 ? (
        <p className="py-1.5 text-sm text-ink-soft">Nothing happens by itself.</p>
      ) : (
        <ol>
          {days.map((day) => (
            <Day key={day.date} day={day} />
          ))}
        </ol>
      )}
    </li>
  );
}

function Day({ day: { date, entries } }: { day: CalendarDay }) {
  return (
    <li className="grid grid-cols-[5.5rem_1fr] gap-2 py-1.5 text-sm">
      <time dateTime={date} className="pt-1 text-ink-soft tabular-nums">
        {short.format(Date.parse(date))}
      </time>
      <ul className="flex min-w-0 flex-col">
        {entries.map((entry, index) => (
          <Entry key={index} entry={entry} />
        ))}
      </ul>
    </li>
  );
}

function Entry({ entry }: { entry: SimulationEntry }) {
  const { stepId } = entry;
  const { courseTitle, schoolName } = useEditorScope().automation.catalogue;
  const said = fillIn(entry.detail || entry.title, {
    'course.title': courseTitle ?? '',
    'school.name': schoolName,
  });
  const step = useEditor((state) => (stepId ? state.document.definition.steps[stepId] : undefined));
  const jump = useEditor((state) => state.jump);
  const { icon: Icon, tile } = step
    ? stepKinds[step.kind]
    : { icon: CalendarDays, tile: 'bg-sunken text-ink-soft' };
  const content = (
    <>
      <span className={cn('grid size-6 shrink-0 place-items-center rounded-md', tile)}>
        <Icon aria-hidden className="size-3.5" />
      </span>
      <span className="min-w-0 pt-0.5 wrap-anywhere">{said}</span>
    </>
  );
  const look = 'flex w-full min-w-0 items-start gap-2 rounded-md px-1 py-0.5 text-left';
  if (!step || !stepId) return <li className={look}>{content}</li>;
  return (
    <li>
      <button type="button" className={cn(look, 'hover:bg-sunken')} onClick={() => jump(stepId)}>
        {content}
      </button>
    </li>
  );
}
