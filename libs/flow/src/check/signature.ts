import { accessAt, paymentAt } from '../learner/money.ts';
import { isCertified } from '../learner/facts-at.ts';
import type { Token } from '../model/state.ts';
import type { Happening } from '../simulate/world.ts';
import type { Walk } from '../simulate/walk.ts';
import { busyModules } from './choices.ts';
import { standingWord, type Relevance } from './relevance.ts';

/** More than so many modules in the same state are the same as so many, unless it matters how much is done. */
const FEW = 2;

function tokenWord(token: Token, now: number): string {
  const left = token.deadline === null ? '' : token.deadline - now;
  const { stepId, status, problem, effectKey, iteration } = token;
  const scope = token.scope.map((frame) => `${frame.stepId}.${frame.way}`).join('/');
  return [stepId, status, left, problem?.code ?? '', effectKey === null ? '' : 'e', iteration, scope].join(
    ':',
  );
}

function aheadWord(happening: Happening, now: number, groupOf: (module: string) => string): string {
  const left = happening.at - now;
  if (happening.kind === 'act') return `${left}:${groupOf(happening.act.module)}:${happening.act.kind}`;
  if (happening.kind === 'outcome')
    return `${left}:${happening.asked.stepId}:${happening.outcome}:${JSON.stringify(happening.result ?? '')}`;
  if (happening.kind === 'ended') return `${left}:${happening.visit.stepId}:${happening.outcome}`;
  if (happening.kind === 'decided') return `${left}:${happening.task.stepId}:${happening.decision}`;
  if (happening.kind === 'consequence') return `${left}:${happening.consequence.type}`;
  if (happening.kind === 'opened') return `${left}:${groupOf(happening.module)}`;
  return `${left}:${happening.input.kind}`;
}

/** What a run remembers besides where it stands; moments count from now. */
function memory({ state, now, plan, facts }: Walk): string {
  const since = (moments: Readonly<Record<string, number>>) =>
    Object.entries(moments).map(([stepId, at]) => `${stepId}:${now - at}`);
  const goals = plan.goals.filter((stepId) => (state.visits[stepId] ?? 0) > 0);
  return JSON.stringify([
    state.blocks,
    state.rounds,
    state.vars,
    goals,
    since(state.entered),
    since(state.heard),
    state.lastRelease?.module,
    state.leftEffects.length,
    facts.person,
    paymentAt(facts, now),
    accessAt(facts, now),
  ]);
}

/**
 * Two walks with the same signature go the same ways from here, as far as this drawing can tell them apart: they stand at
 * the same steps for as long, the same is under way, and the modules that steps ahead ask about stand alike. Modules that the
 * same steps ask about are told apart by number only.
 */
export function signatureOf(walk: Walk, relevance: Relevance, asked: string): string {
  const { state, now, facts, world } = walk;
  const asking = relevance.groups(state.tokens.map(({ stepId }) => stepId));
  const groupOf = (module: string) => asking.get(module) ?? '';
  const busy = busyModules(walk);
  const groups = new Map<string, number>();
  let released = '';
  for (const module of facts.modules) {
    released += module.releasedAt === null ? '0' : module.closed?.at(-1)?.until === null ? 'x' : '1';
    const group = groupOf(module.key);
    if (group === '') continue;
    const word = `${group}=${standingWord(module, busy.has(module.key), relevance.score)}`;
    groups.set(word, (groups.get(word) ?? 0) + 1);
  }
  const counted = [...groups].map(
    ([word, count]) => `${word}x${relevance.partly ? count : Math.min(count, FEW)}`,
  );
  return [
    asked,
    now,
    state.tokens
      .map((token) => tokenWord(token, now))
      .sort()
      .join('|'),
    released,
    counted.sort().join('|'),
    world.ahead.map((happening) => aheadWord(happening, now, groupOf)).join('|'),
    memory(walk),
    facts.personId,
    facts.credential.issuedAt === null ? '' : isCertified(facts, now) ? 'c' : 'r',
    facts.credential.failedAt === null ? '' : 'f',
  ].join(';');
}
