import type { TimelineEntry } from '@gradus/contracts';
import { fillIn } from '@gradus/flow';
import type { StepOf } from '@gradus/flow';
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { cn } from '../../../ui/class-names.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Moment, TimeReader } from '../../../ui/time/moment.tsx';
import { MessagePreviewPane } from '../message/message-preview-pane.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { sayReader, sayStandIns, simulatedLetter } from './simulated-letter.ts';
import type { Reader } from './simulated-letter.ts';
import { byWeek } from './simulation-weeks.ts';

interface SimulationListProps {
  /** What is shown. */
  entries: readonly TimelineEntry[];
  /** The whole way, when only its beginning is shown: weeks are counted from its first day. */
  all?: readonly TimelineEntry[];
  zone: string;
  tookMs?: number;
  /** Whose name mails are shown with; left out: a sample stands in. */
  reader?: Reader;
}

/** The dated list, by week since the enrollment, in the learner's zone; mails can be read as they arrive. */
export function SimulationList({ entries: shown, all = shown, zone, tookMs, reader }: SimulationListProps) {
  if (all.length === 0) {
    return (
      <EmptyState icon={CalendarDays} title="Nothing would happen" className="px-0 py-6">
        The learner enters and leaves at once. Connect the start to a first step.
      </EmptyState>
    );
  }
  return (
    <TimeReader zone={zone}>
      {tookMs !== undefined && (
        <p className="text-sm text-ink-soft tabular-nums" role="status">
          {all.length} entries, took {Math.max(1, Math.round(tookMs))} ms
        </p>
      )}
      <ol className="flex flex-col gap-6">
        {byWeek(shown).map(({ week, entries }) => (
          <li key={week}>
            <h3 className="mb-1 py-1.5 text-sm font-semibold">Week {week}</h3>
            <ol className="flex flex-col">
              {entries.map((entry, index) => (
                <SimulationEntry key={index} entry={entry} reader={reader} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </TimeReader>
  );
}

function SimulationEntry({ entry, reader }: { entry: TimelineEntry; reader: Reader | undefined }) {
  const step = useEditor((state) =>
    entry.stepId ? state.document.definition.steps[entry.stepId] : undefined,
  );
  const jump = useEditor((state) => state.jump);
  const { courseTitle } = useEditorScope().automation;
  const detail = fillIn(entry.detail, {
    ...(courseTitle !== null && { 'course.title': courseTitle }),
    ...(entry.kind === 'message' && reader && { 'person.name': reader.name }),
  });
  const { icon: Icon, tile } = step
    ? stepKinds[step.kind]
    : { icon: CalendarDays, tile: 'bg-sunken text-ink-soft' };
  const content = (
    <>
      <span className={cn('mt-0.5 grid size-7 shrink-0 place-items-center rounded-md', tile)}>
        <Icon aria-hidden className="size-3.5" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{entry.title}</span>
        {detail && <span className="block text-ink-soft">{detail}</span>}
      </span>
      <Moment at={entry.at} className="shrink-0 text-right text-xs leading-5 text-ink-soft" />
    </>
  );
  const place = 'flex w-full items-start gap-3 rounded-md py-2 text-left text-sm';
  const { stepId } = entry;
  if (!stepId || !step) return <li className={place}>{content}</li>;
  return (
    <li>
      <button
        type="button"
        className={cn(place, '-mx-2 w-[calc(100%+1rem)] px-2 hover:bg-sunken')}
        onClick={() => jump(stepId)}
      >
        {content}
      </button>
      {entry.kind === 'message' && step.kind === 'message' && (
        <Letter stepId={stepId} letter={step.config} entry={entry} reader={reader} />
      )}
    </li>
  );
}

interface LetterProps {
  stepId: string;
  letter: StepOf<'message'>['config'];
  entry: TimelineEntry;
  reader: Reader | undefined;
}

/** The mail as it would be sent to this learner at that moment; rendered when somebody wants to read it. */
function Letter({ stepId, letter, entry, reader }: LetterProps) {
  const { channel = 'mail' } = letter;
  const sent = simulatedLetter({ stepId, letter, entry, reader });
  const { automation } = useEditorScope();
  const [open, setOpen] = useState(false);
  return (
    <div className="mb-2 sm:ml-10">
      <button
        type="button"
        aria-expanded={open}
        className="min-h-6 text-sm underline"
        onClick={() => setOpen(!open)}
      >
        {open ? 'Close the mail' : 'Read the mail'}
      </button>
      {open && (
        <div className="mt-2">
          <MessagePreviewPane
            automationId={automation.id}
            letter={sent}
            note={sayStandIns(sent)}
            channel={channel}
            {...sayReader(entry, reader)}
          />
        </div>
      )}
    </div>
  );
}
