import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useStartSimulatedLearner } from '../../../api/teaching.ts';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/control/button.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Dialog } from '../../../ui/overlay/dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';

const speeds = [
  {
    speed: 100_800,
    label: 'Twelve weeks in about a minute',
    hint: 'A week takes six seconds. Best for watching.',
  },
  {
    speed: 20_160,
    label: 'Twelve weeks in six minutes',
    hint: 'A week takes half a minute. Time to look around.',
  },
  {
    speed: 3_360,
    label: 'A week in three minutes',
    hint: 'Slow enough to stop a part and see what happens.',
  },
];

/** Starts a learner made of code: enrols, reads, hands in exemplar answers, all through the public API. */
export function SimulateLearner({ courseId }: { courseId: string }) {
  const [open, setOpen] = useState(false);
  const [speed, setSpeed] = useState(speeds[0]?.speed ?? 100_800);
  const start = useStartSimulatedLearner(courseId);
  const begin = async () => {
    const learner = await start.mutateAsync({ speed });
    notify.good({
      title: `${learner.name} has started`,
      detail: 'Follow them in the roster or on the journey; both move live.',
    });
    setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <FlaskConical aria-hidden /> Start a simulated learner
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Start a simulated learner"
        description="A program enrols as a new learner, reads every lesson and hands in the exemplar answers, through the same doors as people. Its clock runs faster; everything else is real: the same journey, mails, grading and certificate."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button
              variant="primary"
              busy={start.isPending}
              onClick={() => void begin().catch(() => undefined)}
            >
              Start
            </Button>
          </>
        }
      >
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-2 text-sm font-medium">How fast?</legend>
          {speeds.map((choice) => (
            <label
              key={choice.speed}
              className={cn(
                'flex cursor-pointer items-start gap-3 rounded-lg border p-3.5 has-focus-visible:outline-2 has-focus-visible:outline-accent',
                choice.speed === speed ? 'border-accent bg-accent-soft/50' : 'border-line hover:bg-sunken',
              )}
            >
              <input
                type="radio"
                name="speed"
                className="mt-1 accent-(--accent) outline-none"
                checked={choice.speed === speed}
                onChange={() => setSpeed(choice.speed)}
              />
              <span className="font-medium">
                {choice.label}
                <span className="block text-sm font-normal text-ink-soft">{choice.hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <p className="mt-4 text-sm text-ink-soft">All it leaves behind is marked as simulated.</p>
        {start.isError && (
          <Notice tone="bad" className="mt-4">
            {sentenceOf(start.error)}
          </Notice>
        )}
      </Dialog>
    </>
  );
}
