import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ComponentType } from 'react';
import { DrawingView } from '../../canvas/drawing-view.tsx';
import { useEditor, useEditorScope } from './store/editor-context.tsx';
import { editorOverlay } from './store/shown.ts';
import { useClipboard } from './store/use-clipboard.ts';
import { useChecked } from './store/use-checked.ts';
import { useEdits } from './store/use-edits.ts';
import { useShortcuts, useUnsavedGuard } from './store/use-shortcuts.ts';
import { DraftBanner } from './frame/draft-banner.tsx';
import { DraftTools } from './frame/draft-tools.tsx';
import { Frame } from './frame/frame.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { SelectionPanel } from './notes/selection-panel.tsx';
import type { EditorDialog, PanelName } from './panels/panel-name.ts';
import { ProblemsPanel } from './panels/problems-panel.tsx';
import { SettingsPanel } from './panels/settings-panel.tsx';
import { CalendarPanel } from './calendar/calendar-panel.tsx';
import { CommandBar } from './command/command-bar.tsx';
import { useCommandKey } from './command/use-commands.ts';
import { ForecastPanel } from './forecasting/forecast-panel.tsx';
import { ExchangeDialog } from './exchange/exchange-dialog.tsx';
import { SimulatePanel } from './trying/simulate-panel.tsx';
import { VersionsPanel } from './versions/versions-panel.tsx';
import { TestsPanel } from './flow-tests/tests-panel.tsx';
import { PublishDialog } from './publish/publish-dialog.tsx';

interface ShownPanelProps {
  onClose(): void;
  onProblems(): void;
}

const panels = {
  problems: ProblemsPanel,
  simulate: SimulatePanel,
  forecast: ForecastPanel,
  tests: TestsPanel,
  versions: VersionsPanel,
  settings: SettingsPanel,
  calendar: CalendarPanel,
} satisfies Record<PanelName, ComponentType<ShownPanelProps>>;

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
  const trying = useEditor((state) => state.shown !== null);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [dialog, setDialog] = useState<EditorDialog | null>(null);
  const edits = useEdits();
  const overlay = useMemo(() => editorOverlay(store), [store]);
  const actions = useMemo(
    () => ({
      select: (stepId: string | null) => {
        store.getState().select(stepId);
        if (stepId && store.getState().shown === null) setPanel(null);
      },
      pick: (stepIds: string[]) => {
        store.getState().pick(stepIds);
        if (stepIds.length === 1 && store.getState().shown === null) setPanel(null);
      },
      move: edits.moveSteps,
      insert: edits.insertStep,
      insertFree: edits.insertFree,
      connect: edits.connect,
      reconnect: edits.reconnect,
      disconnect: edits.disconnect,
      remove: edits.removeSteps,
      canConnect: edits.canConnect,
      resizeNote: edits.resizeNote,
      addNote: edits.addNote,
      shift: edits.shift,
    }),
    [store, edits],
  );
  useEffect(() => {
    if (firstStep) store.getState().jump(firstStep);
  }, [store, firstStep]);
  const Shown: ComponentType<ShownPanelProps> | null = panel ? panels[panel] : null;
  const showProblems = () => {
    setDialog(null);
    setPanel('problems');
  };
  return (
    <Frame
      show="draft"
      mayEdit
      banner={<DraftBanner onBack={() => setPanel(null)} />}
      tools={<DraftTools panel={panel} onPanel={setPanel} onDialog={setDialog} />}
      panel={
        Shown ? (
          <Shown onClose={() => setPanel(null)} onProblems={showProblems} />
        ) : selectedId ? (
          <Inspector stepId={selectedId} />
        ) : selection.length > 1 ? (
          <SelectionPanel ids={selection} />
        ) : null
      }
    >
      <DrawingView
        mode={trying ? 'run' : 'edit'}
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
        open={dialog === 'publish'}
        onOpenChange={(open) => setDialog(open ? 'publish' : null)}
        onShowProblems={showProblems}
      />
      <EditorDialogs dialog={dialog} onDialog={setDialog} onPanel={setPanel} />
    </Frame>
  );
}

interface EditorDialogsProps {
  dialog: EditorDialog | null;
  onDialog(dialog: EditorDialog | null): void;
  onPanel(panel: PanelName): void;
}

/** The command bar, and what is opened from it or from the menu. */
function EditorDialogs({ dialog, onDialog, onPanel }: EditorDialogsProps) {
  const openBar = useCallback(() => onDialog('commands'), [onDialog]);
  useCommandKey(openBar);
  const targets = useMemo(
    () => ({ onPanel, onPublish: () => onDialog('publish'), onExchange: () => onDialog('exchange') }),
    [onPanel, onDialog],
  );
  return (
    <>
      <CommandBar
        open={dialog === 'commands'}
        onOpenChange={(open) => onDialog(open ? 'commands' : null)}
        targets={targets}
      />
      <ExchangeDialog
        open={dialog === 'exchange'}
        onOpenChange={(open) => onDialog(open ? 'exchange' : null)}
      />
    </>
  );
}
