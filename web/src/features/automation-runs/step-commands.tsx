import type { RunDetail, StepVisit } from '@gradus/contracts';
import { portsOf } from '@gradus/flow';
import type { Definition, Step } from '@gradus/flow';
import { FastForward, RotateCw, SkipForward } from 'lucide-react';
import { useState } from 'react';
import { portLabel } from '../../canvas/words/ports.ts';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Select } from '../../ui/control/select.tsx';
import { CommandDialog } from './command-dialog.tsx';

type StepCommand = 'retry' | 'skip' | 'releaseNow';

/** What an operator can do about a learner who is at this step. */
export function StepCommands({ run, visit }: { run: RunDetail; visit: StepVisit }) {
  const [command, setCommand] = useState<StepCommand | null>(null);
  const [port, setPort] = useState<string | null>(null);
  const definition = run.definition as Definition;
  const step = definition.steps[visit.stepId];
  const here = visit.state === 'waiting' || visit.state === 'blocked' || visit.state === 'running';
  if (!here || !step) return null;
  const ways = waysOut(definition, visit.stepId, step);
  const chosen = port ?? ways[0]?.value;
  return (
    <div className="flex flex-wrap gap-2">
      {visit.state === 'blocked' && (
        <Button size="sm" variant="primary" onClick={() => setCommand('retry')}>
          <RotateCw aria-hidden /> Retry
        </Button>
      )}
      {(step.kind === 'release' || step.kind === 'wait') && (
        <Button size="sm" onClick={() => setCommand('releaseNow')}>
          <FastForward aria-hidden /> {step.kind === 'release' ? 'Open now' : 'Go on now'}
        </Button>
      )}
      {ways.length > 0 && (
        <Button size="sm" onClick={() => setCommand('skip')}>
          <SkipForward aria-hidden /> Skip
        </Button>
      )}
      <CommandDialog
        runId={run.id}
        onClose={() => setCommand(null)}
        command={
          command && {
            name: command,
            stepId: visit.stepId,
            visit: visit.visit,
            ...(command === 'skip' && chosen ? { port: chosen } : {}),
          }
        }
      >
        {command === 'skip' && ways.length > 1 && (
          <FormField label="Which way does the learner go on?">
            <Select choices={ways} value={chosen ?? null} onChange={setPort} />
          </FormField>
        )}
      </CommandDialog>
    </div>
  );
}

/** Only ways that lead somewhere. */
function waysOut(definition: Definition, stepId: string, step: Step) {
  return portsOf(step).flatMap((port) => {
    const edge = definition.edges.find((one) => one.from === stepId && one.port === port);
    const target = edge && definition.steps[edge.to];
    return target ? [{ value: port, label: portLabel(step, port), hint: `to “${target.title}”` }] : [];
  });
}
