import { mayStayOpen, portsOf, sayPort } from '@gradus/flow';
import type { Step } from '@gradus/flow';
import { Plus } from 'lucide-react';
import { StepChoices } from '../../../canvas/insert-menu.tsx';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Menu } from '../../../ui/overlay/menu.tsx';
import { useEditor } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';

const NOWHERE = '';

/** What an open way means: for most a mistake, but a failure may wait for somebody to decide. */
function nowhere(step: Step, port: string): string {
  if (!mayStayOpen(step, port)) return 'Nowhere yet';
  return port === 'error' ? 'Nowhere: somebody of ops decides' : 'Nowhere, and may stay so';
}

/** Each way out and where it leads: connecting and inserting without a mouse. */
export function WaysOut({ stepId, step }: { stepId: string; step: Step }) {
  const definition = useEditor((state) => state.document.definition);
  const { connect, disconnect, insertStep } = useEdits();
  const ports = portsOf(step);
  if (ports.length === 0) return null;
  const targets = Object.entries(definition.steps)
    .filter(([id, target]) => id !== stepId && target.kind !== 'trigger')
    .map(([value, target]) => ({ value, label: target.title, hint: stepKinds[target.kind].name }));
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-5">
      <legend className="sr-only">Ways out</legend>
      {ports.map((port) => {
        const edge = definition.edges.find((one) => one.from === stepId && one.port === port);
        const label = port === 'next' ? 'Goes on to' : `“${sayPort(step, port)}” goes on to`;
        const outlet = { from: stepId, port };
        return (
          <div key={port} className="flex items-end gap-2">
            <FormField label={label} className="min-w-0 flex-1">
              <Combobox
                choices={[{ value: NOWHERE, label: nowhere(step, port) }, ...targets]}
                value={edge?.to ?? NOWHERE}
                nothingFound="No such step."
                onChange={(to) => (to === NOWHERE ? disconnect(outlet) : connect(outlet, to))}
              />
            </FormField>
            <Menu
              trigger={
                <Button size="icon" aria-label={`Insert a step on “${sayPort(step, port)}”`}>
                  <Plus aria-hidden />
                </Button>
              }
            >
              <StepChoices onPick={(kind) => insertStep(kind, outlet)} />
            </Menu>
          </div>
        );
      })}
    </fieldset>
  );
}
