import { Settings } from '@gradus/flow';
import { useState } from 'react';
import { issueSentence } from '../document/issue-sentence.ts';
import { useEditor } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';

/** The settings as they are being written, and what is wrong with a field of them. */
export interface SettingsDraft {
  settings: Settings;
  change(part: Partial<Settings>): void;
  errorAt(field: string): string | undefined;
}

/** Every change goes into the drawing as soon as it makes sense; until then it stays here with what is wrong with it. */
export function useSettingsDraft(): SettingsDraft {
  const saved = useEditor((state) => state.document.definition.settings);
  const problems = useEditor((state) => state.problems);
  const { setSettings } = useEdits();
  const [local, setLocal] = useState<{ base: Settings; value: Settings } | null>(null);
  const settings = local !== null && local.base === saved ? local.value : saved;
  const parsed = Settings.safeParse(settings);
  const change = (part: Partial<Settings>) => {
    const next = { ...settings, ...part };
    const checked = Settings.safeParse(next);
    setLocal(checked.success ? null : { base: saved, value: next });
    if (checked.success) setSettings(checked.data);
  };
  const errorAt = (field: string) => {
    const issue = parsed.error?.issues.find(({ path }) => path.join('.') === field);
    if (issue !== undefined) return issueSentence(issue);
    return problems?.find((problem) => problem.stepId === null && problem.field === `settings.${field}`)
      ?.message;
  };
  return { settings, change, errorAt };
}
