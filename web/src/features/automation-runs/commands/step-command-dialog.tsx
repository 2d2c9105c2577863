import { ProviderReference, type RunDetail, type StepVisit } from '@gradus/contracts';
import { type Definition, MOVES_MONEY } from '@gradus/flow';
import { useState } from 'react';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { CommandDialog } from './command-dialog.tsx';
import type { Order, Said } from './command-dialog.tsx';
import { type Effects, EffectsChoice } from '../../../orders/effects-choice.tsx';
import type { PutOff } from '../../../orders/put-off.ts';
import { PutOffFields } from '../../../orders/put-off-fields.tsx';
import { waysOut } from '../../../orders/ways-out.ts';
import { StepField } from './step-field.tsx';
import type { StepCommand } from './step-command.ts';
import { changeOf, draftOf, type VariableDraft } from './variable-draft.ts';
import { VariableFields } from './variable-fields.tsx';

interface StepCommandDialogProps {
  run: RunDetail;
  visit: StepVisit;
  command: StepCommand;
  onClose(): void;
}

interface Chosen {
  port: string | null;
  to: string | null;
  effects: Effects;
  putOff: PutOff | null;
  variable: VariableDraft;
  reference: string;
}

/** What is said of a step that moves money: its provider has the last word. */
const OF_MONEY: Partial<Record<StepCommand, Said>> = { happened: 'moneyMoved', notHappened: 'moneyNotMoved' };

/** What else a command needs, asked above its preview and its reason. */
export function StepCommandDialog({ run, visit, command, onClose }: StepCommandDialogProps) {
  const definition = run.definition as Definition;
  const step = definition.steps[visit.stepId];
  const ways = waysOut(definition, visit.stepId);
  const [chosen, setChosen] = useState<Chosen>(() => begin(run, ways[0]?.value ?? null));
  const choose = (part: Partial<Chosen>) => setChosen({ ...chosen, ...part });
  const order = orderOf(command, chosen);
  const ofMoney = MOVES_MONEY.has(step?.kind ?? '');
  return (
    <CommandDialog
      runId={run.id}
      asked={ofMoney ? (OF_MONEY[command] ?? command) : command}
      onClose={onClose}
      command={order && { ...order, stepId: visit.stepId, visit: visit.visit }}
    >
      {command === 'skip' && ways.length > 1 && (
        <FormField label="Which way does the learner go on?">
          <Select choices={ways} value={chosen.port} onChange={(port) => choose({ port })} />
        </FormField>
      )}
      {command === 'move' && (
        <StepField
          definition={definition}
          label="To which step"
          value={chosen.to}
          except={visit.stepId}
          onChange={(to) => choose({ to })}
        />
      )}
      {(command === 'move' || command === 'retry') && (
        <EffectsChoice value={chosen.effects} onChange={(effects) => choose({ effects })} />
      )}
      {command === 'happened' && ofMoney && (
        <FormField
          label="Its id at the payment provider"
          optional
          hint="It looks like pi_1Abc, sub_1Abc or re_1Abc. Without it the provider is asked by our key."
        >
          <Input value={chosen.reference} onChange={({ target }) => choose({ reference: target.value })} />
        </FormField>
      )}
      {command === 'postpone' && (
        <PutOffFields zone={run.learnerZone} onChange={(putOff) => choose({ putOff })} />
      )}
      {command === 'changeVariable' && (
        <VariableFields
          known={run.variables}
          draft={chosen.variable}
          onChange={(variable) => choose({ variable })}
        />
      )}
    </CommandDialog>
  );
}

function begin(run: RunDetail, port: string | null): Chosen {
  const [known] = Object.entries(run.variables);
  return {
    port,
    to: null,
    effects: 'reuse',
    reference: '',
    putOff: { kind: 'by', amount: 1, unit: 'days' },
    variable: known ? draftOf(...known) : { name: '', kind: 'text', text: '' },
  };
}

/** Null while something of it is still open. */
function orderOf(
  command: StepCommand,
  { port, to, effects, putOff, variable, reference }: Chosen,
): Order | null {
  switch (command) {
    case 'happened': {
      if (reference.trim() === '') return { name: 'settle', happened: true };
      const given = ProviderReference.safeParse(reference);
      return given.success ? { name: 'settle', happened: true, reference: given.data } : null;
    }
    case 'notHappened':
      return { name: 'settle', happened: false };
    case 'skip':
      return { name: 'skip', ...(port ? { port } : {}) };
    case 'move':
      return to === null ? null : { name: 'move', to, effects };
    case 'retry':
      return { name: 'retry', effects };
    case 'postpone':
      return putOff === null ? null : { name: 'postpone', to: putOff };
    case 'changeVariable': {
      const change = changeOf(variable);
      return change && { name: 'changeVariable', ...change };
    }
    case 'releaseNow':
      return { name: 'releaseNow' };
  }
}
