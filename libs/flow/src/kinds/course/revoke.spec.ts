import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../model/definition.ts';
import { BEHAVIOURS } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulate.ts';
import {
  CATALOGUE,
  CERTIFY,
  chain,
  DONE,
  draw,
  planOf,
  problemsOf,
  START,
  STOPPED,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer } from '../../testing/learner.ts';
import { MINUTE } from '../../time/durations.ts';

const REVOKE: Step = { kind: 'revoke', title: 'Revoke', config: { reason: 'It was issued by mistake.' } };
const ASK: Step = {
  kind: 'branch',
  title: 'Certified?',
  config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.certified' }] },
};
const scenario = {
  enrolledAt: ENROLLED,
  learnerZone: 'UTC',
  schoolZone: 'UTC',
  modules: CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 1 })),
  behaviour: BEHAVIOURS.diligent,
  horizonDays: 30,
};

describe('revoking the certificate', () => {
  it('is asked for once, and goes on when it is done', () => {
    const run = new Driver(planOf(chain({ revoke: REVOKE })));
    expect(run.only('effect')).toMatchObject([{ kind: 'revoke', key: 'run:revoke:1', try: 1 }]);
    expect(run.place).toBe('revoke');
    run.effect('run:revoke:1', 'done', ENROLLED + MINUTE);
    expect(run.place).toBe('completed');
  });

  it('takes it from the facts: conditions behind it know, and it counts from that moment on', () => {
    const plan = planOf(
      draw({ start: START, certify: CERTIFY, revoke: REVOKE, ask: ASK, done: DONE, stopped: STOPPED }, [
        ['start', 'next', 'certify'],
        ['certify', 'next', 'revoke'],
        ['revoke', 'next', 'ask'],
        ['ask', 'yes', 'done'],
        ['ask', 'otherwise', 'stopped'],
      ]),
    );
    const simulation = simulate(plan, scenario);
    expect(simulation.state.finished?.outcome).toBe('ended');
    const told = simulation.entries.filter(({ kind }) => kind === 'certificate').map(({ detail }) => detail);
    expect(told).toEqual(['The certificate is issued.', 'The certificate is revoked.']);
  });

  it('is final: a certificate that was revoked is not asked for again', () => {
    const credential = { issuedAt: ENROLLED - 2, failedAt: null, revokedAt: ENROLLED - 1 };
    const run = new Driver(planOf(chain({ certify: CERTIFY })), newcomer({ credential }));
    expect(run.only('effect')).toEqual([]);
    expect(run.state.tokens[0]).toMatchObject({
      status: 'blocked',
      problem: { code: 'flow.certificate-revoked' },
    });
    const later = newcomer({ credential: { ...credential, revokedAt: ENROLLED + 1 } });
    expect(new Driver(planOf(chain({ certify: CERTIFY })), later).place).toBe('completed');
  });

  it('is told of where it stands before the certificate, and outside of any course', () => {
    const codes = (drawn: unknown, catalogue = CATALOGUE) =>
      problemsOf(drawn, catalogue).map(({ code }) => code);
    expect(codes(chain({ certify: CERTIFY, revoke: REVOKE }))).toEqual([]);
    expect(codes(chain({ revoke: REVOKE, certify: CERTIFY }))).toEqual(['flow.certified-after-revocation']);
    expect(codes(chain({ revoke: REVOKE }), { courseTitle: null, modules: [] })).toEqual([
      'flow.course-missing',
    ]);
  });
});
