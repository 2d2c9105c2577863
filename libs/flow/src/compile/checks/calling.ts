import type { CallableAutomation, Catalogue } from '../../model/plan.ts';
import { error, named, warning } from '../problems.ts';
import { duration, type StepCheck } from './step-context.ts';

type Known = ReadonlyMap<string, CallableAutomation>;

const UNFIT: Record<Exclude<CallableAutomation['state'], 'live'>, string> = {
  unpublished: 'was never published, so that nobody can enter it. Publish it first.',
  archived: 'is archived, so that nobody enters it any more. Take it out of the archive, or call another.',
};

const nameOf = (id: string, known: Known) => known.get(id)?.name ?? id;

/** This way, and every way on from its end along the published versions, the shortest first; each end leads on only once. */
function* waysOn(begun: readonly string[], known: Known): Generator<readonly string[]> {
  yield begun;
  const ways = [begun];
  const seen = new Set([begun.at(-1)]);
  for (const way of ways)
    for (const next of known.get(way.at(-1) ?? '')?.calls ?? []) {
      const longer = [...way, next];
      yield longer;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push(longer);
    }
}

/** "A" calls "B", "B" calls "C", and "C" calls "A". */
function sayRound(round: readonly string[], known: Known): string {
  const name = (id: string) => `“${nameOf(id, known)}”`;
  const calls = round.map(
    (id, place) => `${name(id)} calls ${name(round[(place + 1) % round.length] ?? id)}`,
  );
  const last = calls.pop() ?? '';
  return calls.length === 0 ? last : `${calls.join(', ')}, and ${last}`;
}

/** The round that calling this automation closes, the caller first; null: none. */
function roundOf(called: string, own: string | null, known: Known): string[] | null {
  if (own === null) return null;
  for (const way of waysOn([called], known)) if (way.at(-1) === own) return [own, ...way.slice(0, -1)];
  return null;
}

/** The circle that calling this automation closes, in words: “A” calls “B”, and “B” calls “A”. */
export function sayCircle(called: string, { automations = [], automationId = null }: Catalogue): string {
  const known: Known = new Map(automations.map((one) => [one.id, one]));
  return sayRound(roundOf(called, automationId, known) ?? [called], known);
}

/** Further on over the calls, one that nobody enters while they are inside another that led there; null: none. */
function keptOutBehind(
  called: string,
  own: string | null,
  known: Known,
): { kept: string; inside: string } | null {
  for (const way of waysOn(own === null ? [called] : [own, called], known)) {
    const kept = way.at(-1) ?? called;
    const inside = known.get(kept)?.suppressWhile.find((id) => way.slice(0, -1).includes(id));
    if (inside !== undefined) return { kept, inside };
  }
  return null;
}

/** What is wrong with the automation that is called. */
export const checkCallAutomation: StepCheck<'callAutomation'> = (step, { id, catalogue }) => {
  const { automation, wait, timeout } = step.config;
  const problems = duration(timeout, 'timeout', step, id);
  const refuse = (code: string, message: string) => [...problems, error(code, id, 'automation', message)];
  const { automations, automationId: own = null } = catalogue;
  if (automations === undefined) return problems;
  const known: Known = new Map(automations.map((one) => [one.id, one]));
  const round = roundOf(automation, own, known);
  if (round !== null)
    return refuse(
      'flow.call-cycle',
      `${named(step)} leads round in a circle: ${sayRound(round, known)}. Nobody would ever come out of it. Take one of these calls out.`,
    );
  const called = known.get(automation);
  if (called === undefined)
    return refuse(
      'flow.called-unknown',
      `${named(step)} calls an automation that the school does not have (any more). Choose another one.`,
    );
  if (called.state !== 'live')
    return refuse('flow.called-unfit', `${named(step)} calls “${called.name}”, which ${UNFIT[called.state]}`);
  if (called.use === 'journey')
    return refuse(
      'flow.called-journey',
      `${named(step)} calls “${called.name}”, the journey of a course, which begins with the enrollment. Give a place in the course instead.`,
    );
  if (called.suppressWhile.includes(own ?? ''))
    return refuse(
      'flow.called-suppressed',
      `${named(step)} calls “${called.name}”, which nobody enters while they are inside this automation. Change its entry rules, or call another.`,
    );
  const behind = keptOutBehind(automation, own, known);
  if (behind !== null) {
    const [kept, inside] = [behind.kept, behind.inside].map((other) => nameOf(other, known));
    problems.push(
      warning(
        'flow.called-suppressed-behind',
        id,
        'automation',
        `${named(step)} calls “${called.name}”, which leads on to “${kept}”, and nobody enters that while they are inside “${inside}”. Change the entry rules of “${kept}”, or take its call out.`,
      ),
    );
  }
  if (!wait || timeout !== undefined) return problems;
  const message = `${named(step)} waits as long as “${called.name}” takes. Say after what time the way goes on all the same.`;
  return [...problems, warning('flow.wait-endless', id, 'timeout', message)];
};
