import type { RunSummary } from '@gradus/contracts';
import { Status } from '../ui/status.tsx';
import { runLook } from './words/run-conditions.ts';

export function RunStatus({ run }: { run: Pick<RunSummary, 'condition' | 'outcome'> }) {
  const { look, word } = runLook(run);
  return <Status look={look}>{word}</Status>;
}
