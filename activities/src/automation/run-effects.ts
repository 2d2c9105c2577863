import { ApplicationFailure } from '@temporalio/common';
import type { BellTarget } from '@gradus/temporal';
import type { ActivityParts } from '../activity-parts.ts';
import { failEffectByKey } from '../ledger/claim.ts';
import { throughLedger } from '../ledger/through-ledger.ts';
import { EffectRefusedError, EffectUnconfirmedError } from '../ledger/problems.ts';
import type { EffectWork, RunEffect } from './effects/effect-work.ts';
import { workOf } from './effects/registry.ts';

export interface EffectInput {
  runId: string;
  key: string;
}

/** Does an effect that a run planned, by what its kind says. */
export async function performRunEffect(parts: ActivityParts, { runId, key }: EffectInput): Promise<void> {
  const planned = await readPlanned(parts, runId, key);
  if (!planned) return;
  const work = workOf(planned.kind);
  if (!work)
    throw ApplicationFailure.create({
      type: 'effect.kind-unknown',
      message: `This worker does not know how to do "${planned.kind}"; a newer one does.`,
    });
  const withConfig = (effect: Omit<RunEffect, 'runId' | 'config' | 'given'>): RunEffect => ({
    ...effect,
    runId,
    config: planned.config,
    given: planned.given,
  });
  let ring: BellTarget | undefined;
  await throughLedger(parts, {
    key,
    claimSeconds: work.claimSeconds,
    keptOnceBegun: work.keptOnceBegun ?? false,
    call: async (effect, signal) => {
      const asked = work.confirm && effect.attempt > 1 ? await askedToConfirm(parts, effect.id) : null;
      if (asked) return lookUp(parts, work, withConfig(effect), asked);
      return work.call(parts, withConfig(effect), signal);
    },
    settle: async (manager, effect, answer) => {
      const done = await work.settle(manager, withConfig(effect), answer);
      ring = done.ring;
      return done.outcome;
    },
  });
  if (ring) await parts.bells.tryRing(ring);
}

interface PlannedEffect {
  kind: string;
  config: unknown;
  given: RunEffect['given'];
}

async function readPlanned(parts: ActivityParts, runId: string, key: string): Promise<PlannedEffect | null> {
  const [row] = await parts.dataSource.query<PlannedEffect[]>(
    `SELECT e.kind, v.definition->'steps'->e.step_id->'config' AS config, COALESCE(e.given, '{}') AS given
       FROM effects e JOIN runs r ON r.id = e.run_id
       JOIN automation_versions v ON v.id = COALESCE(e.version_id, r.version_id)
      WHERE e.run_id = $1 AND e.key = $2`,
    [runId, key],
  );
  return row ?? null;
}

/** What a person says of it; who did it has the last word. */
interface Asked {
  reference: string | null;
  /** Orders of before were given only where it was said to have happened. */
  happened?: boolean;
}

/** Asks who would have done it. That it did not happen is believed only where nothing is known of it there. */
async function lookUp(
  parts: ActivityParts,
  work: EffectWork,
  effect: RunEffect,
  { reference, happened = true }: Asked,
): Promise<unknown> {
  try {
    return await work.confirm!(parts, effect, reference);
  } catch (error) {
    if (happened || !(error instanceof EffectUnconfirmedError)) throw error;
    await work.notHappened?.(parts, effect);
    throw new EffectRefusedError(
      'effect.not-happened',
      'A person has found that it did not happen, and the payment provider knows nothing of it.',
    );
  }
}

/** Read under the claim: the order of a person may have come after the effect was first read. */
async function askedToConfirm({ dataSource }: ActivityParts, id: string): Promise<Asked | null> {
  const [row] = await dataSource.query<Array<{ asked: Asked | null }>>(
    `SELECT given->'$confirm' AS asked FROM effects WHERE id = $1`,
    [id],
  );
  return row?.asked ?? null;
}

/** The activity itself is gone (time-out, lost worker, horizon passed): the workflow has its end written down here. */
export async function failEffect(
  parts: ActivityParts,
  failure: EffectInput & { code: string; detail: string; definitive: boolean },
): Promise<void> {
  const { dataSource } = parts;
  const [effect] = await dataSource.query<Array<{ kind: string; problem: string | null }>>(
    'SELECT kind, problem_code AS problem FROM effects WHERE run_id = $1 AND key = $2',
    [failure.runId, failure.key],
  );
  if (!effect) return;
  // What is nothing but rows was either written with its outcome or not at all.
  const onlyRows = workOf(effect.kind)?.inTurn === true;
  const named = failure.definitive || (onlyRows && effect.problem === null);
  const problem = named ? { code: failure.code, detail: failure.detail } : null;
  await failEffectByKey(
    dataSource,
    failure.key,
    failure.definitive || onlyRows ? 'refused' : 'unknown',
    problem,
  );
}
