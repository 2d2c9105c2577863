import type { PromptTrial, TryPrompt as Asked } from '@gradus/contracts';
import { FlaskConical } from 'lucide-react';
import { useTryPrompt } from '../../../api/automations.ts';
import { Button } from '../../../ui/control/button.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { isOutdated, sayTrial } from './trial-words.ts';

/** What the prompt brings as it stands there, for a sample learner. Asked for by hand: it costs what a text costs. */
export function TryPrompt({ automationId, asked }: { automationId: string; asked: Asked }) {
  const trial = useTryPrompt(automationId);
  const run = () => trial.mutate(asked);
  return (
    <section aria-label="Try the prompt" className="overflow-hidden rounded-lg border border-line">
      <header className="flex items-center justify-between gap-3 border-b border-line bg-sunken py-1.5 pr-1.5 pl-3.5">
        <span className="flex items-center gap-2 text-xs font-medium text-ink-soft">
          <FlaskConical aria-hidden className="size-3.5" /> With sample values
        </span>
        <Button size="sm" busy={trial.isPending} disabled={asked.prompt.trim() === ''} onClick={run}>
          {trial.isSuccess ? 'Try again' : 'Try it'}
        </Button>
      </header>
      {trial.isIdle && (
        <p className="p-3.5 text-sm text-ink-soft">
          The AI provider writes the text once, as it would for a learner. It costs what one text costs, and
          nothing is sent to anybody.
        </p>
      )}
      {trial.isPending && (
        <div className="flex flex-col gap-3 p-3.5">
          <p role="status" className="text-sm text-ink-soft">
            The text is being written…
          </p>
          <SkeletonText lines={4} />
        </div>
      )}
      {trial.isError && (
        <Notice tone="bad" className="m-3">
          {sentenceOf(trial.error)}
        </Notice>
      )}
      {trial.isSuccess && <Written asked={trial.variables} now={asked} trial={trial.data} />}
    </section>
  );
}

function Written({ asked, now, trial }: { asked: Asked; now: Asked; trial: PromptTrial }) {
  return (
    <div className="flex flex-col gap-3 p-3.5">
      {isOutdated(asked, now) && (
        <p className="text-sm text-warn">
          The prompt was changed since. Try it again to see what it brings now.
        </p>
      )}
      <Markdown text={trial.text} compact />
      <p role="status" className="border-t border-line pt-3 text-sm text-ink-soft">
        {sayTrial(asked, trial)} Nothing was sent to anybody.
      </p>
      <details className="text-sm">
        <summary className="cursor-pointer font-medium">What the AI provider was asked</summary>
        <p className="mt-2 break-words whitespace-pre-wrap text-ink-soft">{trial.asked}</p>
      </details>
    </div>
  );
}
