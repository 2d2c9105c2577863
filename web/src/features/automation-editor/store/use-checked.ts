import { compile } from '@gradus/flow';
import { useEffect } from 'react';
import { useEditor, useEditorScope } from './editor-context.tsx';

const REST_MS = 300;

/** The engine's own check, in the browser, whenever drawing rests. */
export function useChecked(): void {
  const { automation } = useEditorScope();
  const definition = useEditor((state) => state.document.definition);
  const setProblems = useEditor((state) => state.setProblems);
  const { catalogue } = automation;
  useEffect(() => {
    const timer = setTimeout(() => {
      const compiled = compile(definition, catalogue, 'draft');
      setProblems(compiled.ok ? compiled.warnings : compiled.problems);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [definition, catalogue, setProblems]);
}
