import { accept, refuse, type Answer } from '../commands/answers.ts';
import { holdEffects, letEffectsGo, type PauseEnd } from '../commands/holding.ts';
import { SPREAD_MINUTES } from '../commands/overdue.ts';
import { commandToken } from '../commands/token-commands.ts';
import type { OperatorCommand } from '../model/inputs.ts';
import { pause, resume } from './pausing.ts';
import { exitRun } from './tokens.ts';
import type { Turn } from './turn.ts';

const ENDING = 'The run ends as soon as what is still under way is called off or done.';

type Pause = Extract<OperatorCommand, { name: 'pause' }>;
type Resume = Extract<OperatorCommand, { name: 'resume' }>;

function pauseRun(turn: Turn, { hold, of }: Pause): Answer {
  const { state, plan } = turn;
  if (state.paused || state.holding !== null) return refuse('This run is already paused.');
  state.pausedBy = of ?? 'run';
  if ((hold ?? plan.definition.settings.pause ?? 'freeze') === 'freeze') {
    pause(turn);
    return accept('The run is paused.');
  }
  holdEffects(turn);
  return accept('The run is paused: its clocks run, and nothing is sent or done.');
}

function resumeRun(turn: Turn, { overdue, spreadMinutes, of }: Resume): Answer {
  const { state, plan } = turn;
  if (!state.paused && state.holding === null) return refuse('This run is not paused.');
  if (of === 'automation' && state.pausedBy !== 'automation') {
    return refuse('This run was paused on its own, before the automation was. Resume it by itself.');
  }
  const end: PauseEnd = {
    policy: overdue ?? plan.definition.settings.overdue ?? 'spread',
    spreadMinutes: spreadMinutes ?? SPREAD_MINUTES,
  };
  state.pausedBy = null;
  if (state.holding === null) resume(turn, end);
  else letEffectsGo(turn, end);
  return accept('The run goes on.');
}

/** Does what an operator asked for, or says in one sentence why that does not fit. */
export function obey(turn: Turn, command: OperatorCommand): Answer {
  const { state } = turn;
  if (command.name === 'exit' && command.forget === true) state.vars = {};
  if (state.finished !== null) return refuse('This run has already ended.');
  if ('visit' in command) return commandToken(turn, command);
  if (state.ending !== null) {
    return refuse('This run is over, but for what is still under way from a step that was left.');
  }
  if (command.name === 'pause') return pauseRun(turn, command);
  if (command.name === 'resume') return resumeRun(turn, command);
  exitRun(turn, command.reason);
  return accept(state.leftEffects.length === 0 ? 'The run has ended.' : ENDING);
}
