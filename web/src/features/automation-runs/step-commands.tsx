import type { RunDetail, StepVisit } from '@gradus/contracts';
import { portsOf } from '@gradus/flow';
import type { Definition, Step } from '@gradus/flow';
import { CircleCheck, CircleX, FastForward, RotateCw, SkipForward } from 'lucide-react';
import { useState } from 'react';
import { portLabel } from '../../canvas/words/ports.ts';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Select } from '../../ui/control/select.tsx';
import { CommandDialog } from './command-dialog.tsx';
import type { Order } from './command-dialog.tsx';

type StepCommand = 'retry' | 'skip' | 'releaseNow' | 'happened' | 'notHappened';

/** What an operator can do about a learner who is at this step. */
export function StepCommands({ run, visit }: { run: RunDetail; visit: StepVisit }) {
  const [command, setCommand] = useState<StepCommand | null>(null);
  const [port, setPort] = useState<string | null>(null);
  const definition = run.definition as Definition;
  const step = definition.steps[visit.stepId];
  const here = visit.state === 'waiting' || visit.state === 'blocked' || visit.state === 'running';
  const inDoubt = isInDoubt(visit);
  if (!(here || inDoubt) || !step) return null;
  const ways = here ? waysOut(definition, visit.stepId, step) : [];
  const chosen = port ?? ways[0]?.value;
  return (
    <div className="flex flex-wrap gap-2">
      {visit.state === 'blocked' && (
        <Button size="sm" variant="primary" onClick={() => setCommand('retry')}>
          <RotateCw aria-hidden /> Retry
        </Button>
      )}
      {inDoubt && (
        <>
          <Button size="sm" onClick={() => setCommand('happened')}>
            <CircleCheck aria-hidden /> It happened
          </Button>
          <Button size="sm" onClick={() => setCommand('notHappened')}>
            <CircleX aria-hidden /> It did not happen
          </Button>
        </>
      )}
      {here && (step.kind === 'release' || step.kind === 'wait') && (
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
        command={command && { ...commandOf(command, chosen), stepId: visit.stepId, visit: visit.visit }}
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

/** Nobody knows whether the effect of this visit happened, and the run hangs on it. */
function isInDoubt(visit: StepVisit): boolean {
  if (visit.leftAt) return visit.because.some(({ code }) => code === 'left.unknown');
  return visit.state === 'blocked' && visit.effects.some(({ state }) => state === 'unknown');
}

function commandOf(command: StepCommand, port: string | undefined): Order {
  if (command === 'happened' || command === 'notHappened')
    return { name: 'settle', happened: command === 'happened' };
  if (command === 'skip') return { name: 'skip', ...(port ? { port } : {}) };
  return { name: command };
}

/** Only ways that lead somewhere. */
function waysOut(definition: Definition, stepId: string, step: Step) {
  return portsOf(step).flatMap((port) => {
    const edge = definition.edges.find((one) => one.from === stepId && one.port === port);
    const target = edge && definition.steps[edge.to];
    return target ? [{ value: port, label: portLabel(step, port), hint: `to “${target.title}”` }] : [];
  });
}
