import type { WorkList } from '@gradus/contracts';
import { CircleAlert, CircleCheck, Scale, Wrench } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { cn } from '../../ui/class-names.ts';
import { Moment } from '../../ui/time/moment.tsx';

/** Whether each part answers, what the sweep had to mend, and whether the numbers add up. */
export function PartsHealth({ work }: { work: WorkList }) {
  return (
    <Card aria-label="Health of the parts" className="divide-y divide-line">
      <ul className="grid gap-x-8 gap-y-4 px-5 py-4 sm:grid-cols-2 sm:px-6 lg:grid-cols-4">
        {work.parts.map((part) => (
          <Fact
            key={part.name}
            icon={part.ok ? CircleCheck : CircleAlert}
            tone={part.ok ? 'text-good' : 'text-bad'}
            title={part.name}
            detail={part.ok ? part.detail || 'Answers' : `Not answering. ${part.detail}`}
          />
        ))}
      </ul>
      <ul className="grid gap-x-8 gap-y-4 px-5 py-4 sm:grid-cols-2 sm:px-6">
        <Fact
          icon={Wrench}
          tone={work.mended === 0 ? 'text-ink-soft' : 'text-warn'}
          title={
            work.mended === 0 ? 'Nothing had to be mended' : `${work.mended} mended in the last 24 hours`
          }
          detail={
            work.mended === 0
              ? 'Every run was attended to on its own in the last 24 hours.'
              : 'What nobody attended to was found and woken by itself. After an outage this is expected; otherwise tell the engineers.'
          }
        />
        <Numbers work={work} />
        {work.numbersChecked?.auditBrokenAt != null && (
          <Fact
            icon={CircleAlert}
            tone="text-bad"
            title="The audit log was changed by hand"
            detail={`Entry ${work.numbersChecked.auditBrokenAt} is not what was written. Open the audit log, keep a copy, and tell the engineers.`}
          />
        )}
      </ul>
    </Card>
  );
}

/** Looked at now, and each night for every step and version. */
function Numbers({ work: { conserved, numbersChecked: checked } }: { work: WorkList }) {
  const addUp = conserved && (checked?.wrong ?? 0) === 0;
  return (
    <Fact
      icon={addUp ? Scale : CircleAlert}
      tone={addUp ? 'text-good' : 'text-bad'}
      title={sayNumbers(conserved, addUp)}
      detail={
        <>
          {conserved
            ? 'On every step, those who entered are those who are there, went on or left. '
            : 'On at least one step people are missing or counted twice. Do not publish or retry; tell the engineers. '}
          {checked === null ? (
            'They are counted each night.'
          ) : (
            <>
              {sayWhichCheck(conserved, addUp)} <Moment at={checked.at} />: {sayChecked(checked)}
              {conserved && !addUp && ' Tell the engineers.'}
            </>
          )}
        </>
      }
    />
  );
}

function sayNumbers(conserved: boolean, addUp: boolean): string {
  if (!conserved) return 'The numbers do not add up';
  return addUp ? 'The numbers add up' : 'The numbers did not add up when they were checked';
}

function sayWhichCheck(conserved: boolean, addUp: boolean): string {
  if (addUp) return 'Last checked';
  return conserved ? 'That is counted now; but the check of' : 'That is counted now; the check before it,';
}

function sayChecked({ steps, wrong }: { steps: number; wrong: number }): string {
  const all = steps === 1 ? 'one step' : `${steps} steps`;
  return wrong === 0 ? `${all}, all right.` : `${wrong} of ${all} wrong.`;
}

interface FactProps {
  icon: LucideIcon;
  tone: string;
  title: string;
  detail: ReactNode;
}

function Fact({ icon: Icon, tone, title, detail }: FactProps) {
  return (
    <li className="flex items-start gap-3">
      <Icon aria-hidden className={cn('mt-0.5 size-5 shrink-0', tone)} />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="text-sm text-ink-soft">{detail}</p>
      </div>
    </li>
  );
}
