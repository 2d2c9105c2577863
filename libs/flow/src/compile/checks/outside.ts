import { egressAllows, readCallAddress } from '@gradus/contracts';
import type { StepOf } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { error, named, warning } from '../problems.ts';
import type { StepCheck, StepContext } from './step-context.ts';

type Webhook = StepOf<'webhook'>;

const WRONG_ADDRESS = {
  unreadable: 'has no address to call. Write one such as https://hooks.example.org/gradus.',
  scheme: 'calls an address that is no web address. Let it begin with https://.',
  login:
    'has a name and password in its address, which would be seen by everybody. Take them out; calls are signed.',
};

function checkAddress(step: Webhook, { id, catalogue: { egress } }: StepContext): Problem[] {
  const address = readCallAddress(step.config.url);
  if (!address.ok) {
    return [error('flow.address-unfit', id, 'url', `${named(step)} ${WRONG_ADDRESS[address.because]}`)];
  }
  const problems: Problem[] = [];
  if (address.plain) {
    const message = `${named(step)} calls an address without encryption, which is refused unless the installation allows it. Use https://.`;
    problems.push(warning('flow.address-plain', id, 'url', message));
  }
  if (egress !== undefined && !egressAllows(egress.hosts, address.host)) {
    const message = `${named(step)} calls ${address.host}, which this school does not allow. An admin can allow it under “Connections”.`;
    problems.push(error('flow.host-not-allowed', id, 'url', message));
  }
  if (egress !== undefined && step.config.signedBy === 'school' && !egress.schoolKey) {
    const message = `${named(step)} is signed with the school’s key, and there is none yet. An admin makes it under “Connections”; or let it sign with a key of this automation.`;
    problems.push(error('flow.signing-key-missing', id, 'signedBy', message));
  }
  return problems;
}

function twice(names: readonly string[], field: string, what: string, step: Webhook, id: string): Problem[] {
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double === undefined) return [];
  const message = `${named(step)} has two ${what} “${double}”. Give one of them another name.`;
  return [error('flow.name-taken', id, field, message)];
}

/** A call to another system: whom, and by what names. */
export const checkWebhook: StepCheck<'webhook'> = (step, context) => {
  const { fields, keep, statusInto } = step.config;
  const variables = [...keep.map(({ into }) => into), ...(statusInto === undefined ? [] : [statusInto])];
  return [
    ...checkAddress(step, context),
    ...twice(
      fields.map(({ name }) => name),
      'fields',
      'fields called',
      step,
      context.id,
    ),
    ...twice(variables, 'keep', 'values kept in', step, context.id),
  ];
};
