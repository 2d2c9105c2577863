import { TEMPLATES } from '@gradus/flow';
import { useId } from 'react';
import { cn } from '../../ui/class-names.ts';

interface TemplateGalleryProps {
  chosen: string | undefined;
  onPick(id: string | undefined): void;
}

const EMPTY = {
  id: undefined,
  name: 'Empty drawing',
  purpose: 'A start and an end. You draw the rest.',
};

/** Every way to begin, one of them chosen; arrow keys move, as in any group of radio buttons. */
export function TemplateGallery({ chosen, onPick }: TemplateGalleryProps) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Begin with</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {[EMPTY, ...TEMPLATES].map(({ id, name: title, purpose }) => (
          <label
            key={id ?? 'empty'}
            className={cn(
              'flex cursor-pointer flex-col rounded-lg border p-3 has-focus-visible:outline-2 has-focus-visible:outline-accent',
              chosen === id ? 'border-accent bg-accent-soft' : 'border-line hover:border-line-strong',
            )}
          >
            {/* The foot of the dialog stays in sight over what is scrolled. */}
            <input
              type="radio"
              name={name}
              className="sr-only sm:scroll-mb-64"
              checked={chosen === id}
              onChange={() => onPick(id)}
            />
            <span className="text-sm font-semibold">{title}</span>
            <span className="text-[0.8125rem] text-ink-soft">{purpose}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
