import type { PublishPlan } from '@gradus/contracts';
import { plural } from './words.ts';

const SHOWN = 8;

interface SaidChangesProps {
  changes: PublishPlan['changes'];
  title: string;
}

/** What one version says otherwise than another, in the engine's sentences. */
export function SaidChanges({ changes, title }: SaidChangesProps) {
  const rest = changes.slice(SHOWN);
  return (
    <section>
      <h3 className="text-sm font-semibold">{title}</h3>
      {changes.length === 0 ? (
        <p className="mt-1.5 text-[0.9375rem] text-ink-soft">Nothing but the places of the boxes.</p>
      ) : (
        <Sentences changes={changes.slice(0, SHOWN)} />
      )}
      {rest.length > 0 && (
        <details className="mt-1.5 text-[0.9375rem]">
          <summary className="cursor-pointer text-accent">{plural(rest.length, 'more change')}</summary>
          <Sentences changes={rest} />
        </details>
      )}
    </section>
  );
}

function Sentences({ changes }: Pick<SaidChangesProps, 'changes'>) {
  return (
    <ul className="mt-1.5 flex list-disc flex-col gap-1 pl-5 text-[0.9375rem]">
      {changes.map(({ stepId, text }) => (
        <li key={`${stepId} ${text}`} className="break-words">
          {text}
        </li>
      ))}
    </ul>
  );
}
