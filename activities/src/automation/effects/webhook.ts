import type { StepOf } from '@gradus/flow';
import { egressAllows, readCallAddress } from '@gradus/contracts';
import { egressHosts, openKeys } from '@gradus/database';
import { type CallAnswer, CallRefusedError, signCall } from '@gradus/integrations/webhooks';
import type { ActivityParts } from '../../activity-parts.ts';
import { type CallToMake, callToMake } from '../calling/call-body.ts';
import { readAnswer } from '../calling/read-answer.ts';
import type { EffectWork, RunEffect } from './effect-work.ts';

type Config = StepOf<'webhook'>['config'];

/** @throws CallRefusedError when the school does not let its automations call there, or has no key to sign with */
async function leave(parts: ActivityParts, effect: RunEffect, { url, automationId: own }: CallToMake) {
  const { manager } = parts.dataSource;
  const { organizationId } = effect;
  const address = readCallAddress(url);
  const hosts = await egressHosts(manager, organizationId);
  if (!address.ok || !egressAllows(hosts, address.host)) {
    const whom = address.ok ? address.host : 'this address';
    const sentence = `The school does not let its automations call ${whom}. An admin can allow it under “Connections”; then retry.`;
    throw new CallRefusedError('call.host-not-allowed', sentence);
  }
  const automationId = (effect.config as Config).signedBy === 'automation' ? own : null;
  const keys = await openKeys(manager, parts.vault, { organizationId, automationId, direction: 'out' });
  if (keys.length > 0) return keys;
  const whose = automationId === null ? 'The school' : 'The automation';
  throw new CallRefusedError(
    'call.signing-key-missing',
    `${whose} has no key to sign its calls with. Make one, give it to the receiver, then retry.`,
  );
}

/**
 * Tells another system. What is sent is fixed and sealed before the first attempt, so that whoever got a key twice got the
 * same twice; the address is looked at anew at every attempt.
 */
export const webhook: EffectWork<CallAnswer> = {
  claimSeconds: 20,
  async call(parts, effect, signal) {
    const made = await callToMake(parts, effect);
    const { url, body } = made;
    const keys = await leave(parts, effect, made);
    const headers = {
      'idempotency-key': effect.outwardKey,
      ...signCall(keys, effect.outwardKey, body, Date.now()),
    };
    return parts.caller.post({ url, body, headers, signal });
  },
  settle(_manager, effect, answer) {
    const result = readAnswer(effect.config as Config, answer);
    return Promise.resolve({ outcome: { status: answer.status, result } });
  },
};
