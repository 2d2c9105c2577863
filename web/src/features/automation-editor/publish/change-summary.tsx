import { CircleMinus, CirclePlus, Pencil, Settings2, Spline } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { nothingChanged } from '../document/draft-changes.ts';
import type { DraftChanges } from '../document/draft-changes.ts';

interface ChangeSummaryProps {
  changes: DraftChanges;
  since: number;
}

export function ChangeSummary({ changes, since }: ChangeSummaryProps) {
  if (nothingChanged(changes)) {
    return (
      <p className="text-sm text-ink-soft">
        Nothing but the places of the boxes has changed since version {since}.
      </p>
    );
  }
  return (
    <div>
      <h3 className="text-sm font-semibold">Since version {since}</h3>
      <ul className="mt-2 flex flex-col gap-2 text-[0.9375rem]">
        <Line icon={CirclePlus} word="New" titles={changes.added} />
        <Line icon={Pencil} word="Changed" titles={changes.changed} />
        <Line icon={CircleMinus} word="Taken out" titles={changes.removed} />
        {changes.rewired > 0 && (
          <li className="flex gap-2.5">
            <Spline aria-hidden className="mt-1 size-4 shrink-0 text-ink-soft" />
            {changes.rewired === 1
              ? '1 line leads elsewhere'
              : `${changes.rewired} lines drawn, removed or led elsewhere`}
          </li>
        )}
        {changes.settings && (
          <li className="flex gap-2.5">
            <Settings2 aria-hidden className="mt-1 size-4 shrink-0 text-ink-soft" /> Settings
          </li>
        )}
      </ul>
    </div>
  );
}

const NAMED = 6;

function Line({ icon: Icon, word, titles }: { icon: LucideIcon; word: string; titles: string[] }) {
  if (titles.length === 0) return null;
  const rest = titles.length - NAMED;
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className="mt-1 size-4 shrink-0 text-ink-soft" />
      <span>
        <span className="text-ink-soft">{word}:</span> {titles.slice(0, NAMED).join(', ')}
        {rest > 0 && ` and ${rest} more`}
      </span>
    </li>
  );
}
