import type { Command } from '@gradus/flow';
import type { Asks, Prepared } from '@gradus/database';
import type { LockedRun } from '../locked-run.ts';

interface Line {
  type: string;
  step_id: string | null;
  /** Virtual. */
  at: number;
  data: Readonly<Record<string, unknown>>;
}

/** An answer that says what became of each token is that to another version. */
const answerWord = ({ moves }: Extract<Command, { type: 'answered' }>) =>
  moves === undefined ? 'command' : 'migration';

/** What a person says of an effect that is to be looked up; that it happened goes without saying. */
const saidOf = ({ key, reference, happened }: Extract<Command, { type: 'confirm' }>) =>
  happened ? { key, reference } : { key, reference, happened };

/** The story of a turn, one line a happening; a step that was only passed through is one line. */
function linesOf(commands: readonly Command[]): Line[] {
  const events: Line[] = [];
  const visitKey = (c: { stepId: string; visit: number }) => `${c.stepId}:${c.visit}`;
  const left = new Set(commands.filter((c) => c.type === 'left').map(visitKey));
  const entered = new Set(commands.filter((c) => c.type === 'entered').map(visitKey));
  const tell = (type: string, at: number, stepId: string | null, data: Record<string, unknown> = {}) =>
    events.push({ type, step_id: stepId, at, data });
  for (const command of commands) {
    if (command.type === 'entered' && !left.has(visitKey(command)))
      tell('entered', command.at, command.stepId, { visit: command.visit });
    else if (command.type === 'left')
      tell(entered.has(visitKey(command)) ? 'passed' : 'left', command.at, command.stepId, {
        visit: command.visit,
        port: command.port,
        reason: command.reason,
      });
    else if (command.type === 'changed' && command.status === 'blocked')
      tell('blocked', command.at, command.stepId, { visit: command.visit, problem: command.problem });
    else if (command.type === 'changed' && command.status === 'held')
      tell('held', command.at, command.stepId);
    else if (command.type === 'release')
      tell('released', command.at, command.stepId, { module: command.module });
    else if (command.type === 'relock')
      tell('relocked', command.at, command.stepId, { module: command.module, because: command.because });
    else if (command.type === 'tag')
      tell(command.on ? 'tagged' : 'untagged', command.at, command.stepId, { tag: command.tag });
    else if (command.type === 'field') tell('field', command.at, command.stepId, { field: command.field });
    else if (command.type === 'task')
      tell('task', command.at, command.stepId, { visit: command.visit, task: command.task });
    else if (command.type === 'taskClosed')
      tell('task-closed', command.at, command.stepId, { visit: command.visit, because: command.because });
    else if (command.type === 'message') tell('message', command.at, command.stepId, { key: command.key });
    else if (command.type === 'drop')
      tell('dropped', command.at, command.stepId, { key: command.key, because: command.because });
    else if (command.type === 'effect')
      tell('effect', command.at, command.stepId, { key: command.key, kind: command.kind });
    else if (command.type === 'late' || command.type === 'unsettled')
      tell(command.type, command.at, command.stepId, { key: command.key });
    else if (command.type === 'confirm') tell('confirming', command.at, command.stepId, saidOf(command));
    else if (command.type === 'endCalled')
      tell('end-called', command.at, command.stepId, { visit: command.visit });
    else if (command.type === 'settled')
      tell('settled', command.at, command.stepId, { key: command.key, happened: command.happened });
    else if (command.type === 'ending')
      tell('ending', command.at, null, { outcome: command.outcome, reason: command.reason });
    else if (command.type === 'finished')
      tell('finished', command.at, null, { outcome: command.outcome, reason: command.reason });
    else if (command.type === 'migrated')
      tell('migrated', command.at, command.stepId, {
        visit: command.visit,
        from: command.from,
        to: command.versionId,
      });
    else if (command.type === 'answered' && command.accepted)
      tell(answerWord(command), command.at, null, { id: command.id, detail: command.detail });
  }
  return events;
}

/** What the view `run_events` takes a line to say where it says nothing itself. */
function usualOf(runId: string, { type, step_id }: Line): Readonly<Record<string, unknown>> {
  if (type === 'entered') return { visit: 1 };
  if (type === 'passed') return { visit: 1, port: 'next', reason: 'passed through' };
  if (type === 'left') return { visit: 1, port: 'next', reason: 'time' };
  if (type === 'message') return { key: `${runId}:${step_id}:1` };
  return {};
}

/** Type, step, milliseconds since the first, data; what is usual is left out, from the end on altogether. */
function inShort(runId: string, line: Line, from: number): unknown[] {
  const usual = usualOf(runId, line);
  const data = Object.entries(line.data).filter(([name, value]) => usual[name] !== value);
  if (data.length > 0) return [line.type, line.step_id, line.at - from, Object.fromEntries(data)];
  return line.at === from ? [line.type, line.step_id] : [line.type, line.step_id, line.at - from];
}

const WRITE_STORY: Prepared = {
  name: 'write-story',
  text: 'INSERT INTO run_turns (organization_id, run_id, seq, events) VALUES ($1, $2, $3, $4)',
};

/** Appends a row to the run's story and answers the number of its last line. */
export function writeStory(asks: Asks, run: LockedRun, commands: readonly Command[]): number {
  const lines = linesOf(commands);
  const [first] = lines;
  if (!first) return run.eventSeq;
  const seq = run.eventSeq + lines.length;
  const events = [first.at, ...lines.map((line) => inShort(run.id, line, first.at))];
  void asks.ask(WRITE_STORY, [run.organizationId, run.id, seq, JSON.stringify(events)]);
  return seq;
}
