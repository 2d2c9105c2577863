import { happened, isCertified } from '../../learner/facts-at.ts';
import { EFFECT_REFUSED, notDone } from '../effect-outcomes.ts';
import { reasonFor, type Cause, type StepRules, type Visit } from '../step-rules.ts';

const FAILED = {
  code: EFFECT_REFUSED,
  detail: 'The certificate could not be issued. See the certificate for the cause, then retry.',
};

const REVOKED = {
  code: 'flow.certificate-revoked',
  detail: 'The certificate was revoked, and a revoked one is not issued again. Skip the step.',
};

/** An event is believed as it stands: it reaches only the run of the enrollment it is about. */
function issued({ facts, at }: Visit<'certify'>, cause: Cause): boolean {
  if (cause.kind === 'event' && cause.event.type === 'credential.issued') return true;
  return isCertified(facts, at);
}

/** Only a failure of this try counts; the one an operator has just answered with "retry" does not. */
function failed({ facts, at, token }: Visit<'certify'>, cause: Cause): boolean {
  if (cause.kind === 'event' && cause.event.type === 'credential.failed') return true;
  const { failedAt } = facts.credential;
  return failedAt !== null && failedAt <= at && failedAt > token.triedAt;
}

/** Asks for the certificate and waits until it is issued. An issued one is never asked for again, and a revoked one is refused. */
export const certify: StepRules<'certify'> = {
  ports: () => ['next', 'error'],
  listens: () => ['credential.issued', 'credential.failed'],
  takesTime: () => false,
  decide(visit, cause) {
    if (issued(visit, cause)) return { do: 'leave', port: 'next', reason: reasonFor(cause) };
    if (happened(visit.facts.credential.revokedAt ?? null, visit.at)) return { do: 'fail', problem: REVOKED };
    if (cause.kind === 'entered')
      return { do: 'wait', until: null, emit: [{ type: 'effect', kind: 'certify' }] };
    if (cause.kind === 'effect' && cause.outcome !== 'done') return notDone(cause, 'Issuing the certificate');
    if (failed(visit, cause)) return { do: 'fail', problem: FAILED };
    return { do: 'wait', until: null };
  },
};
