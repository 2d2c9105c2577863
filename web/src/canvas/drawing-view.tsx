import { ListTree, Workflow } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { ComponentProps } from 'react';
import { cn } from '../ui/class-names.ts';
import { Canvas } from './canvas.tsx';
import { Outline } from './outline/outline.tsx';

type View = 'canvas' | 'outline';
const KEY = 'gradus.drawing-view';
const NARROW = '(width < 40rem)';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  const narrow = window.matchMedia(NARROW);
  listeners.add(listener);
  narrow.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    narrow.removeEventListener('change', listener);
  };
}

/** What a person chose, else the outline where a canvas has no room. */
function currentView(): View {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'canvas' || chosen === 'outline') return chosen;
  return window.matchMedia(NARROW).matches ? 'outline' : 'canvas';
}

function setView(view: View): void {
  localStorage.setItem(KEY, view);
  for (const listener of listeners) listener();
}

/** One document, two equal ways to see and edit it: the canvas and the outline. */
export function DrawingView(props: ComponentProps<typeof Canvas>) {
  const view = useSyncExternalStore(subscribe, currentView);
  const { mode, definition, catalogue, overlay, selectedId, selection, actions } = props;
  return (
    <div className="relative h-full">
      {view === 'canvas' ? (
        <Canvas {...props} />
      ) : (
        <Outline
          mode={mode}
          definition={definition}
          catalogue={catalogue}
          overlay={overlay}
          selectedId={selectedId}
          selection={selection}
          actions={actions}
        />
      )}
      <ViewSwitch view={view} />
    </div>
  );
}

function ViewSwitch({ view }: { view: View }) {
  const look = (own: View) =>
    cn(
      'inline-flex h-7 items-center gap-1.5 rounded-sm px-2 text-[0.8125rem] font-medium',
      view === own ? 'bg-surface text-ink shadow-low' : 'text-ink-soft hover:text-ink',
    );
  return (
    <div
      role="group"
      aria-label="Canvas or outline"
      className="absolute top-3 left-3 z-10 flex gap-0.5 rounded-md border border-line bg-sunken p-0.5"
    >
      <button
        type="button"
        aria-pressed={view === 'canvas'}
        className={look('canvas')}
        onClick={() => setView('canvas')}
      >
        <Workflow aria-hidden className="size-3.5" /> Canvas
      </button>
      <button
        type="button"
        aria-pressed={view === 'outline'}
        className={look('outline')}
        onClick={() => setView('outline')}
      >
        <ListTree aria-hidden className="size-3.5" /> Outline
      </button>
    </div>
  );
}
