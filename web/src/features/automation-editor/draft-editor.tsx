import { useEffect, useMemo, useState } from 'react';
import { DrawingView } from '../../canvas/drawing-view.tsx';
import { useEditor, useEditorScope } from './store/editor-context.tsx';
import { problemOverlay } from './store/problem-marks.ts';
import { useClipboard } from './store/use-clipboard.ts';
import { useChecked } from './store/use-checked.ts';
import { useEdits } from './store/use-edits.ts';
import { useShortcuts, useUnsavedGuard } from './store/use-shortcuts.ts';
import { DraftBanner } from './frame/draft-banner.tsx';
import { DraftTools } from './frame/draft-tools.tsx';
import { Frame } from './frame/frame.tsx';
import { Inspector } from './inspector/inspector.tsx';
import type { PanelName } from './panels/panel-name.ts';
import { ProblemsPanel } from './panels/problems-panel.tsx';
import { SettingsPanel } from './panels/settings-panel.tsx';
import { SimulatePanel } from './panels/simulate-panel.tsx';
import { VersionsPanel } from './panels/versions-panel.tsx';
import { PublishDialog } from './publish/publish-dialog.tsx';

const panels = {
  problems: ProblemsPanel,
  simulate: SimulatePanel,
  versions: VersionsPanel,
  settings: SettingsPanel,
} satisfies Record<PanelName, unknown>;

export function DraftEditor({ firstStep }: { firstStep: string | null }) {
  const { store, automation } = useEditorScope();
  useChecked();
  useShortcuts();
  useClipboard();
  useUnsavedGuard();
  const document = useEditor((state) => state.document);
  const selectedId = useEditor((state) => state.selectedId);
  const selection = useEditor((state) => state.selection);
  const focus = useEditor((state) => state.focus);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [publishing, setPublishing] = useState(false);
  const edits = useEdits();
  const overlay = useMemo(() => problemOverlay(store), [store]);
  const actions = useMemo(
    () => ({
      select: (stepId: string | null) => {
        store.getState().select(stepId);
        if (stepId) setPanel(null);
      },
      pick: (stepIds: string[]) => {
        store.getState().pick(stepIds);
        if (stepIds.length === 1) setPanel(null);
      },
      move: edits.moveSteps,
      insert: edits.insertStep,
      connect: edits.connect,
      disconnect: edits.disconnect,
      remove: edits.removeSteps,
      canConnect: edits.canConnect,
    }),
    [store, edits],
  );
  useEffect(() => {
    if (firstStep) store.getState().jump(firstStep);
  }, [store, firstStep]);
  const Shown = panel ? panels[panel] : null;
  return (
    <Frame
      show="draft"
      mayEdit
      banner={<DraftBanner />}
      tools={<DraftTools panel={panel} onPanel={setPanel} onPublish={() => setPublishing(true)} />}
      panel={
        Shown ? (
          <Shown onClose={() => setPanel(null)} />
        ) : selectedId ? (
          <Inspector stepId={selectedId} />
        ) : null
      }
    >
      <DrawingView
        mode="edit"
        definition={document.definition}
        layout={document.layout}
        catalogue={automation.catalogue}
        overlay={overlay}
        selectedId={selectedId}
        selection={selection}
        actions={actions}
        focus={focus}
      />
      <PublishDialog
        open={publishing}
        onOpenChange={setPublishing}
        onShowProblems={() => {
          setPublishing(false);
          setPanel('problems');
        }}
      />
    </Frame>
  );
}
