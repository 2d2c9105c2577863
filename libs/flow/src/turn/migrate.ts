import { choiceAt, fateOf } from '../migrate/choices.ts';
import { spreadOf } from '../migrate/spread.ts';
import { fitsScope } from '../kinds/blocks/fits-scope.ts';
import { sameKind } from '../migrate/landing.ts';
import type { Move } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import type { MigrateInput } from '../model/inputs.ts';
import type { StepChoice } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import { planFor, versionIn } from '../model/versions.ts';
import { decide, look } from './carry-out.ts';
import { change, depart, enter, exitRun, EXITED_BY_MIGRATION } from './tokens.ts';
import type { Turn } from './turn.ts';

/** What became of a run when its author published another version, token by token. */
export interface Migrated {
  accepted: boolean;
  detail: string;
  moves: Move[];
}

type Moved = Pick<Move, 'did' | 'to'>;

/** The drawing alone changes under a token; its visit, its effect and its number stay what they are. */
function handOver(turn: Turn, token: Token, to: Plan): void {
  const { stepId, visit, versionId: from } = token;
  token.versionId = to.versionId;
  turn.commands.push({ type: 'migrated', at: turn.at, stepId, visit, from, versionId: to.versionId });
}

/** What was left until the date when the run was paused, counted by the new version. */
function retimeHeld(turn: Turn, token: Token): void {
  const held = token.heldFrom;
  const paused = turn.state.pauses.at(-1)?.from ?? turn.at;
  if (held === null || held.status !== 'waiting' || held.deadlineLeft === null) return;
  const waiting: Token = {
    ...token,
    status: 'waiting',
    deadline: paused + held.deadlineLeft,
    heldFrom: null,
  };
  const decision = decide(turn, waiting, { kind: 'migrated', retime: true }, paused);
  if (decision.do === 'wait')
    held.deadlineLeft = decision.until === null ? null : Math.max(0, decision.until - paused);
  else if (decision.do === 'leave' && decision.reason === 'time') held.deadlineLeft = 0;
}

function follow(turn: Turn, token: Token, to: Plan, retime: boolean): Moved {
  const { stepId } = token;
  const from = planFor(turn.plan, token);
  if (!sameKind(from, to, stepId)) return redirect(turn, token, to, stepId);
  const fate = fateOf(from, to, stepId);
  handOver(turn, token, to);
  const dated = token.status === 'waiting' || token.heldFrom?.status === 'waiting';
  if (token.heldFrom !== null && retime) retimeHeld(turn, token);
  if (token.status === 'waiting' && fate !== 'same') look(turn, token, { kind: 'migrated', retime });
  return { did: retime && dated ? 'retimed' : 'followed', to: null };
}

/** Sets a token down at a step of the new version. In a paused run it begins there when the pause is over. */
function redirect(turn: Turn, token: Token, to: Plan, stepId: StepId): Moved {
  depart(turn, token, null, 'migrated');
  const arrived = enter(turn, stepId, token, token.iteration, to);
  if (turn.state.paused) {
    arrived.heldFrom = { status: 'running', deadlineLeft: null, heard: false, outcome: null };
    change(turn, arrived, 'held', null, null);
  } else {
    look(turn, arrived, { kind: 'entered' });
  }
  return { did: 'redirected', to: stepId };
}

function exit(turn: Turn): Moved {
  exitRun(turn, EXITED_BY_MIGRATION);
  return { did: 'exited', to: null };
}

function mark(token: Token, to: Plan, choice: StepChoice): Moved {
  const { versionId } = to;
  if (choice.do === 'redirect') token.next = { versionId, do: 'redirect', to: choice.to };
  else token.next = { versionId, do: choice.do === 'exit' ? 'exit' : 'follow' };
  return { did: 'marked', to: choice.do === 'redirect' ? choice.to : null };
}

/** An effect that is under way, or of which nobody knows whether it happened: its step is not left before that is settled. */
const unsettled = (token: Token) =>
  token.effectKey !== null || token.heldFrom?.outcome?.outcome === 'unknown';

function move(turn: Turn, token: Token, to: Plan, { plan: migration }: MigrateInput): Moved {
  const from = planFor(turn.plan, token);
  delete token.next;
  if (from.versionId === to.versionId) return { did: 'kept', to: null };
  const choice = choiceAt(migration, from, to, token.stepId);
  if (choice.do === 'keep') return { did: 'kept', to: null };
  if (migration.scope === 'nextStep') return mark(token, to, choice);
  const stays = (choice.do === 'follow' || choice.do === 'retime') && sameKind(from, to, token.stepId);
  if (unsettled(token) && !stays) return mark(token, to, choice);
  if (choice.do === 'exit') return exit(turn);
  if (choice.do === 'redirect') {
    const target = to.steps[choice.to];
    // Set down in the middle of a block that was never opened, nobody would ever come out of it.
    if (target === undefined || !fitsScope(target, token.scope)) return { did: 'kept', to: null };
    return redirect(turn, token, to, choice.to);
  }
  return follow(turn, token, to, choice.do === 'retime');
}

const WORDS: Record<Move['did'], string> = {
  kept: 'stays on its version',
  followed: 'follows the new version',
  retimed: 'follows the new version, with a new date',
  redirected: 'was sent to',
  exited: 'has ended',
  marked: 'goes over to the new version at the next step',
};

function say(moves: readonly Move[], from: Plan, to: Plan): string {
  const title = (id: StepId) => (from.steps[id] ?? to.steps[id])?.step.title ?? id;
  const said = moves.map(({ stepId, did, to: target }) =>
    target === null
      ? `“${title(stepId)}”: ${WORDS[did]}`
      : `“${title(stepId)}”: ${WORDS[did]} “${title(target)}”`,
  );
  return `${said.join('; ')}.`;
}

/**
 * Takes a run over to another version as its author decided, token by token. Nothing that was done is undone or done
 * again: a visit that goes on keeps its number and its effect, and a step whose effect is under way is not left for
 * another before its outcome is here. Mails that follow at once are spread by the run's own share of the spread.
 */
export function migrate(turn: Turn, input: MigrateInput): Migrated {
  const refuse = (detail: string): Migrated => ({ accepted: false, detail, moves: [] });
  if (turn.state.finished !== null || turn.state.ending !== null)
    return refuse('This run has already ended.');
  const to = versionIn(turn.plan, input.versionId);
  if (to === null) return refuse('That version is not at hand; publish it again.');
  if (turn.state.tokens.length === 0)
    return refuse('This run has not begun yet; it begins on the version it has.');
  turn.mailsFrom = turn.at + spreadOf(turn.state.runId, input.plan.spreadMinutes);
  const moves: Move[] = [];
  const standing = [...turn.state.tokens];
  for (const token of standing) {
    if (!turn.state.tokens.includes(token)) continue;
    const { stepId, visit } = token;
    moves.push({ stepId, visit, ...move(turn, token, to, input) });
  }
  turn.mailsFrom = null;
  return { accepted: true, detail: say(moves, turn.plan, to), moves };
}
