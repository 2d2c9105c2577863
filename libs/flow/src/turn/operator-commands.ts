import { ERROR_PORT } from '../kinds/registry.ts';
import { EFFECT_UNKNOWN } from '../kinds/effect-outcomes.ts';
import type { Emission } from '../kinds/step-rules.ts';
import { landingOf } from '../migrate/landing.ts';
import type { OperatorCommand } from '../model/inputs.ts';
import type { Token } from '../model/state.ts';
import { stepOf } from '../model/versions.ts';
import { deliverEffect } from './deliveries.ts';
import { settleLeft } from './finishing.ts';
import { pause, resume } from './pausing.ts';
import { carryOut, exitRun, look } from './tokens.ts';
import type { Turn } from './turn.ts';

/** What an operator is told. */
export interface Answer {
  accepted: boolean;
  detail: string;
}

type TokenCommand = Extract<OperatorCommand, { visit: number }>;

const refuse = (detail: string): Answer => ({ accepted: false, detail });
const accept = (detail: string): Answer => ({ accepted: true, detail });

const ENDING = 'The run ends as soon as what is still under way is called off or done.';

const STATUS_WORDS: Record<Token['status'], string> = {
  running: 'running',
  waiting: 'waiting',
  blocked: 'blocked',
  held: 'held by a pause',
};

function retry(turn: Turn, token: Token): Answer {
  if (token.status !== 'blocked') {
    return refuse(`Only a blocked step can be retried; this one is ${STATUS_WORDS[token.status]}.`);
  }
  if (token.problem?.code !== EFFECT_UNKNOWN) token.try += 1;
  token.triedAt = turn.at;
  token.problem = null;
  token.status = 'running';
  look(turn, token, { kind: 'entered' });
  return accept('Tried again.');
}

/** Leaves by this port as if the step had decided so. */
function leaveBy(turn: Turn, token: Token, port: string, emit?: readonly Emission[]): Answer {
  const title = stepOf(turn.plan, token)?.step.title ?? token.stepId;
  if (landingOf(turn.plan, token, port) === null) {
    return refuse(`Nothing is connected to "${port}" of "${title}". Choose another way out.`);
  }
  carryOut(turn, token, { do: 'leave', port, reason: 'skipped', ...(emit === undefined ? {} : { emit }) });
  return accept(
    emit === undefined ? `Went on from "${title}" by "${port}".` : `Opened by hand from "${title}".`,
  );
}

function skip(turn: Turn, token: Token, port: string | undefined): Answer {
  const ports = stepOf(turn.plan, token)?.ports ?? [];
  const chosen = port ?? ports.find((name) => name !== ERROR_PORT);
  if (chosen !== undefined && ports.includes(chosen)) return leaveBy(turn, token, chosen);
  return refuse(
    `This step has no way out called "${port ?? 'next'}". It has: ${ports.join(', ') || 'none'}.`,
  );
}

function releaseNow(turn: Turn, token: Token): Answer {
  const step = stepOf(turn.plan, token)?.step;
  if (step?.kind === 'release') {
    return leaveBy(turn, token, 'next', [{ type: 'release', module: step.config.module }]);
  }
  if (step?.kind === 'wait') return leaveBy(turn, token, 'next');
  return refuse('Only a release or a wait can be ended now. Skip this step by one of its ways out instead.');
}

const NOT_HAPPENED = { code: 'effect.not-happened', message: 'A person has found that it did not happen.' };

/** The step goes on with what a person has found out, as if the ledger had told it. */
function settle(turn: Turn, token: Token, happened: boolean): Answer {
  const { effectKey: key, stepId, visit } = token;
  if (token.problem?.code !== EFFECT_UNKNOWN || key === null) {
    return refuse('Nothing is in doubt here: the outcome of this step is known, or will be by itself.');
  }
  turn.commands.push({ type: 'settled', at: turn.at, key, stepId, visit, happened });
  if (happened) deliverEffect(turn, token, { outcome: 'done', detail: null });
  else deliverEffect(turn, token, { outcome: 'refused', detail: NOT_HAPPENED });
  return accept(happened ? 'Noted: it happened.' : 'Noted: it did not happen.');
}

function onToken(turn: Turn, command: TokenCommand): Answer {
  if (command.name === 'settle' && settleLeft(turn, command, command.happened)) {
    return accept(command.happened ? 'Noted: it happened.' : 'Noted: it did not happen.');
  }
  const token = turn.state.tokens.find(
    ({ stepId, visit }) => stepId === command.stepId && visit === command.visit,
  );
  if (token === undefined) return refuse('The learner is no longer at that step.');
  if (turn.state.paused) return refuse('This run is paused. Resume it first.');
  if (stepOf(turn.plan, token) === undefined) {
    return refuse(`The step "${token.stepId}" is not in this version of the automation. Exit the run.`);
  }
  if (command.name === 'retry') return retry(turn, token);
  if (command.name === 'settle') return settle(turn, token, command.happened);
  return command.name === 'skip' ? skip(turn, token, command.port) : releaseNow(turn, token);
}

/** Does what an operator asked for, or says in one sentence why that does not fit. */
export function obey(turn: Turn, command: OperatorCommand): Answer {
  const { state } = turn;
  if (state.finished !== null) return refuse('This run has already ended.');
  if ('visit' in command) return onToken(turn, command);
  if (state.ending !== null) {
    return refuse('This run is over, but for what is still under way from a step that was left.');
  }
  if (command.name === 'exit') {
    exitRun(turn, command.reason);
    return accept(state.leftEffects.length === 0 ? 'The run has ended.' : ENDING);
  }
  if (command.name === 'pause') {
    if (state.paused) return refuse('This run is already paused.');
    pause(turn);
    return accept('The run is paused.');
  }
  if (!state.paused) return refuse('This run is not paused.');
  resume(turn);
  return accept('The run goes on.');
}
