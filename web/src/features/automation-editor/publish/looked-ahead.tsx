import type { FlowFinding } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { CircleCheckBig, Telescope } from 'lucide-react';
import { explorationQuery } from '../../../api/foreseeing/foresight.ts';
import { Button } from '../../../ui/control/button.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { byKind } from '../panels/by-kind.ts';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';

const SHOWN = 3;

/** What goes wrong for imagined learners in the drawing that is about to be published. It forbids nothing. */
export function LookedAhead({ onShow }: { onShow(): void }) {
  const { automation } = useEditorScope();
  const revision = useEditor((state) => state.revision());
  const saved = useEditor((state) => state.saving.status === 'saved');
  const { data, error, isError, refetch } = useQuery({
    ...explorationQuery(automation.id, revision),
    enabled: saved,
  });
  if (isError)
    return (
      <Notice tone="warn" action={<Button onClick={() => void refetch()}>Look again</Button>}>
        Nobody has looked ahead: {sentenceOf(error)}
      </Notice>
    );
  if (!data)
    return (
      <p role="status" className="flex items-center gap-2 text-[0.9375rem] text-ink-soft">
        <Telescope aria-hidden className="size-4.5 shrink-0" />
        Looking ahead: imagined learners go through every way that the drawing can tell apart.
      </p>
    );
  const { findings, ways } = data;
  if (findings.length === 0)
    return (
      <p role="status" className="flex items-center gap-2 text-[0.9375rem]">
        <CircleCheckBig aria-hidden className="size-4.5 shrink-0 text-good" />
        Looked ahead at {ways.toLocaleString('en')} ways: nothing goes wrong on any of them.
      </p>
    );
  return <Found findings={findings} onShow={onShow} />;
}

function Found({ findings, onShow }: { findings: FlowFinding[]; onShow(): void }) {
  const steps = useEditor((state) => state.document.definition.steps);
  const first = byKind(findings).flatMap(({ shown }) => shown.slice(0, 1));
  const grave = findings.some(({ severity }) => severity === 'error');
  return (
    <Notice
      tone={grave ? 'bad' : 'warn'}
      title={`Looking ahead found ${findings.length === 1 ? 'something' : `${findings.length} things`} that may go wrong`}
      action={<Button onClick={onShow}>Show {findings.length === 1 ? 'it' : 'them'}</Button>}
    >
      <ul className="list-disc pl-4">
        {first.slice(0, SHOWN).map(({ stepId, message }) => (
          <li key={`${stepId}:${message}`}>{withStep(message, stepId ? steps[stepId]?.title : undefined)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Which step it is about, where the sentence does not name it itself. */
const withStep = (message: string, title: string | undefined) =>
  title === undefined || message.includes(`“${title}”`) ? message : `“${title}”: ${message}`;
