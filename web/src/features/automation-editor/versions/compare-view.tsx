import type { Definition, Layout, SaidDifference } from '@gradus/flow';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { GitCompareArrows, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { versionQuery, versionsQuery } from '../../../api/automations.ts';
import { DrawingView } from '../../../canvas/drawing-view.tsx';
import { fixedOverlay } from '../../../canvas/marks.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Strip } from '../frame/strip.tsx';
import { Frame } from '../frame/frame.tsx';
import { Panel } from '../panels/panel.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import { mergedDrawing } from './merged-drawing.ts';

const DRAFT = 'draft';

interface CompareViewProps {
  mayEdit: boolean;
  from: string | null;
  to: string | null;
}

/** What one version says otherwise than another, in sentences and on the canvas; and the way back to an old one. */
export function CompareView({ mayEdit, from, to }: CompareViewProps) {
  const { automation } = useEditorScope();
  const navigate = useNavigate();
  const versions =
    useInfiniteQuery(versionsQuery(automation.id)).data?.pages.flatMap((page) => page.items) ?? [];
  const [selectedId, select] = useState<string | null>(null);
  const [focus, setFocus] = useState<{ stepId: string; nonce: number } | null>(null);
  const [fromId, toId] = [from ?? automation.live?.versionId ?? DRAFT, to ?? DRAFT];
  const before = useDrawing(fromId);
  const after = useDrawing(toId);
  const go = (search: { from: string; to: string }) =>
    void navigate({
      to: '/automations/$automationId',
      params: { automationId: automation.id },
      search: { show: 'compare', ...search },
      replace: true,
    });
  const choices = [
    { value: DRAFT, label: 'The draft' },
    ...versions.map(({ id, number, live }) => ({
      value: id,
      label: live ? `Version ${number}, live` : `Version ${number}`,
    })),
  ];
  const nameOf = (id: string) => choices.find(({ value }) => value === id)?.label ?? 'Version';
  const merged = useMemo(
    () => (before && after ? mergedDrawing(before.definition, after.definition) : null),
    [before, after],
  );
  const overlay = useMemo(() => (merged ? fixedOverlay(merged.marks) : null), [merged]);
  const actions = useMemo(() => ({ select }), [select]);
  return (
    <Frame
      show="compare"
      mayEdit={mayEdit}
      banner={
        <Strip
          className="bg-note-soft text-note"
          icon={<GitCompareArrows aria-hidden className="size-4 shrink-0" />}
        >
          <strong className="font-semibold">Comparing.</strong> {nameOf(fromId)} with {nameOf(toId)}: nothing
          is changed by looking.
        </Strip>
      }
      panel={
        <Panel
          title="What differs"
          description="What changes on the way from the one to the other. A line leads to its step."
          onClose={() =>
            void navigate({
              to: '/automations/$automationId',
              params: { automationId: automation.id },
              search: { show: mayEdit ? 'draft' : 'live' },
            })
          }
        >
          <div className="flex flex-col gap-3">
            <FormField label="From">
              <Select choices={choices} value={fromId} onChange={(id) => go({ from: id, to: toId })} />
            </FormField>
            <FormField label="To">
              <Select choices={choices} value={toId} onChange={(id) => go({ from: fromId, to: id })} />
            </FormField>
          </div>
          {mayEdit && toId !== DRAFT && after && <BringBack name={nameOf(toId)} drawing={after} />}
          <Differences
            said={merged?.said ?? null}
            onStep={(stepId) => {
              select(stepId);
              setFocus((last) => ({ stepId, nonce: (last?.nonce ?? 0) + 1 }));
            }}
          />
        </Panel>
      }
    >
      {merged && overlay && after && (
        <DrawingView
          mode="run"
          definition={merged.definition}
          layout={after.layout}
          catalogue={automation.catalogue}
          overlay={overlay}
          selectedId={selectedId}
          actions={actions}
          focus={focus}
        />
      )}
    </Frame>
  );
}

interface DifferencesProps {
  said: SaidDifference[] | null;
  onStep(stepId: string): void;
}

function Differences({ said, onStep }: DifferencesProps) {
  if (said === null) return <Skeleton className="h-24 rounded-lg" />;
  if (said.length === 0) return <p className="text-sm text-ink-soft">Nothing but the places of the boxes.</p>;
  return (
    <ul className="flex flex-col gap-1 text-[0.9375rem]">
      {said.map(({ stepId, text }) => (
        <li key={`${stepId} ${text}`}>
          {stepId ? (
            <button
              type="button"
              className="w-full rounded-md px-2 py-1.5 text-left break-words hover:bg-sunken"
              onClick={() => onStep(stepId)}
            >
              {text}
            </button>
          ) : (
            <span className="block px-2 py-1.5">{text}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

interface Drawing {
  definition: Definition;
  layout: Layout;
}

function useDrawing(id: string): Drawing | null {
  const { automation } = useEditorScope();
  const draft = useEditor((state) => state.document);
  const { data } = useQuery({ ...versionQuery(automation.id, id), enabled: id !== DRAFT });
  return useMemo(
    () =>
      id === DRAFT
        ? draft
        : data
          ? { definition: data.definition as Definition, layout: data.layout as Layout }
          : null,
    [id, draft, data],
  );
}

/** An old drawing back into the draft, as one edit that can be undone; nobody is touched until it is published. */
function BringBack({ name, drawing }: { name: string; drawing: Drawing }) {
  const { automation } = useEditorScope();
  const { replaceBy } = useEdits();
  const navigate = useNavigate();
  const bring = () => {
    replaceBy(drawing, `bring back ${name.toLowerCase()}`);
    notify.good({
      title: `${name} is in the draft`,
      detail: 'Undo takes it back. To go back for good, publish it: with a plan for the people inside.',
    });
    void navigate({
      to: '/automations/$automationId',
      params: { automationId: automation.id },
      search: { show: 'draft' },
    });
  };
  return (
    <div className="flex flex-col gap-2 border-b border-line pb-4">
      <Button variant="primary" className="self-start" onClick={bring}>
        <Undo2 aria-hidden /> Bring it back into the draft
      </Button>
      <p className="text-sm text-ink-soft">
        The draft becomes {name.toLowerCase()}, as one edit that can be undone. Learners are not touched until
        you publish.
      </p>
    </div>
  );
}
