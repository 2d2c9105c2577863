import { EFFECT_UNKNOWN } from '../kinds/effect-outcomes.ts';
import { ERROR_PORT } from '../kinds/registry.ts';
import type { Emission } from '../kinds/step-rules.ts';
import { landingOf } from '../migrate/landing.ts';
import { sayPort } from '../explain/say-port.ts';
import { MADE_FOR_A_VISIT, MOVES_MONEY } from '../model/effect-kinds.ts';
import type { Step } from '../model/definition.ts';
import type { OperatorCommand } from '../model/inputs.ts';
import type { Token } from '../model/state.ts';
import { stepOf } from '../model/versions.ts';
import { deliverEffect } from '../turn/deliveries.ts';
import { confirm, settleLeft } from '../turn/finishing.ts';
import { carryOut, look } from '../turn/carry-out.ts';
import type { Turn } from '../turn/turn.ts';
import { accept, refuse, STATUS_WORDS, titleOf, type Answer } from './answers.ts';
import { moveToken } from './move-token.ts';
import { postpone } from './postpone.ts';

/** A command about one token. */
export type TokenCommand = Extract<OperatorCommand, { visit: number }>;

/** Lets a blocked step begin again. The try rises unless the last one may have happened: then its key must stay. */
function tryAgain(turn: Turn, token: Token): void {
  if (token.problem?.code !== EFFECT_UNKNOWN) token.try += 1;
  token.triedAt = turn.at;
  token.notBefore = null;
  token.problem = null;
  token.status = 'running';
  look(turn, token, { kind: 'entered' });
}

function retry(turn: Turn, token: Token, command: Extract<TokenCommand, { name: 'retry' }>): Answer {
  if (token.status !== 'blocked') {
    return refuse(`Only a blocked step can be retried; this one is ${STATUS_WORDS[token.status]}.`);
  }
  if (command.effects === 'again') {
    const moved = moveToken(turn, token, token.stepId, 'again');
    return moved.accepted ? accept('Tried again from the beginning, under a new key.') : moved;
  }
  tryAgain(turn, token);
  return accept('Tried again.');
}

/** Leaves by this port as if the step had decided so. */
function leaveBy(turn: Turn, token: Token, port: string, emit?: readonly Emission[]): Answer {
  const title = titleOf(turn, token);
  const step = stepOf(turn.plan, token)?.step;
  const way = step === undefined ? port : sayPort(step, port);
  if (landingOf(turn.plan, token, port) === null) {
    return refuse(`Nothing is connected to “${way}” of “${title}”. Choose another way out.`);
  }
  carryOut(turn, token, { do: 'leave', port, reason: 'skipped', ...(emit === undefined ? {} : { emit }) });
  if (emit !== undefined) return accept(`Opened by hand from “${title}”.`);
  return accept(way === 'next' ? `Went on from “${title}”.` : `Went on from “${title}” by “${way}”.`);
}

function skip(turn: Turn, token: Token, { port }: Extract<TokenCommand, { name: 'skip' }>): Answer {
  const ports = stepOf(turn.plan, token)?.ports ?? [];
  const chosen = port ?? ports.find((name) => name !== ERROR_PORT);
  if (chosen !== undefined && ports.includes(chosen)) return leaveBy(turn, token, chosen);
  return refuse(
    `This step has no way out called “${port ?? 'next'}”. It has: ${ports.join(', ') || 'none'}.`,
  );
}

/** Whether `releaseNow` can be said of a step: it opens a module, or waits for time alone. */
export const canGoOnNow = ({ kind }: Step): boolean => kind === 'release' || kind === 'wait';

function releaseNow(turn: Turn, token: Token): Answer {
  const step = stepOf(turn.plan, token)?.step;
  if (step === undefined || !canGoOnNow(step)) {
    return refuse(
      'Only a release or a wait can be ended now. Skip this step by one of its ways out instead.',
    );
  }
  const emit = step.kind === 'release' && [{ type: 'release' as const, module: step.config.module }];
  return leaveBy(turn, token, 'next', emit || undefined);
}

const NOT_HAPPENED = { code: 'effect.not-happened', message: 'A person has found that it did not happen.' };

const ASKED = {
  happened: accept('The provider is asked. What it knows of it is written down as if it had answered.'),
  not: accept('The provider is asked. Only if it knows nothing of it does the step count as not done.'),
};

const asked = (happened: boolean): Answer => (happened ? ASKED.happened : ASKED.not);

const NOT_BY_WORD =
  'That it happened cannot be noted: what it made would still be missing. Retry it: what was paid for is found again, not bought twice.';

/** A called run is a row of this school's own: were it there, the step would know. */
const NEVER_BEGAN =
  'The called automation has not begun, or this step would know of it. Say that it did not happen, then retry.';

const noted = (happened: boolean): Answer =>
  accept(happened ? 'Noted: it happened.' : 'Noted: it did not happen.');

type Settle = Extract<TokenCommand, { name: 'settle' }>;

/** The step goes on with what a person has found out, as if the ledger had told it; of money the provider tells it. */
function settle(turn: Turn, token: Token, said: Settle): Answer {
  const { happened } = said;
  const { effectKey: key, stepId, visit } = token;
  if (token.problem?.code !== EFFECT_UNKNOWN || key === null) {
    return refuse('Nothing is in doubt here: the outcome of this step is known, or will be by itself.');
  }
  const kind = stepOf(turn.plan, token)?.step.kind ?? '';
  if (happened && MADE_FOR_A_VISIT.has(kind)) return refuse(NOT_BY_WORD);
  if (happened && kind === 'callAutomation') return refuse(NEVER_BEGAN);
  if (MOVES_MONEY.has(kind)) {
    tryAgain(turn, token);
    confirm(turn, { key, stepId, visit }, said);
    return asked(happened);
  }
  turn.commands.push({ type: 'settled', at: turn.at, key, stepId, visit, happened });
  if (happened) deliverEffect(turn, token, { outcome: 'done', detail: null });
  else deliverEffect(turn, token, { outcome: 'refused', detail: NOT_HAPPENED });
  return noted(happened);
}

const VARIABLE = /^[a-z][a-zA-Z0-9_]{0,63}$/;
const LONGEST_VALUE = 500;

type ChangeVariable = Extract<TokenCommand, { name: 'changeVariable' }>;

function changeVariable(turn: Turn, token: Token, { variable, value }: ChangeVariable): Answer {
  if (!VARIABLE.test(variable) || variable === 'constructor') {
    return refuse(
      `“${variable}” cannot be the name of a variable. It begins with a small letter; letters, digits and _ follow.`,
    );
  }
  if (typeof value === 'string' && value.length > LONGEST_VALUE) {
    return refuse(`A variable holds at most ${LONGEST_VALUE} characters.`);
  }
  turn.state.vars = { ...turn.state.vars, [variable]: value };
  if (token.status === 'blocked') tryAgain(turn, token);
  else look(turn, token, { kind: 'resumed', heard: false });
  return accept(`Set “${variable}” and let “${titleOf(turn, token)}” decide again.`);
}

/** Does to one token what an operator asked for. */
export function commandToken(turn: Turn, command: TokenCommand): Answer {
  const left = command.name === 'settle' ? settleLeft(turn, command) : null;
  if (command.name === 'settle' && left !== null)
    return left === 'asked' ? asked(command.happened) : noted(command.happened);
  const token = turn.state.tokens.find(
    ({ stepId, visit }) => stepId === command.stepId && visit === command.visit,
  );
  if (token === undefined) return refuse('The learner is no longer at that step.');
  if (turn.state.paused) return refuse('This run is paused. Resume it first.');
  if (command.name === 'move') return moveToken(turn, token, command.to, command.effects ?? 'reuse');
  const planStep = stepOf(turn.plan, token);
  if (planStep === undefined) {
    return refuse(
      `The step “${token.stepId}” is not in this version of the automation. Move the learner or exit the run.`,
    );
  }
  switch (command.name) {
    case 'retry':
      return retry(turn, token, command);
    case 'skip':
      return skip(turn, token, command);
    case 'releaseNow':
      return releaseNow(turn, token);
    case 'settle':
      return settle(turn, token, command);
    case 'postpone':
      return postpone(turn, token, planStep, command);
    case 'changeVariable':
      return changeVariable(turn, token, command);
  }
}
