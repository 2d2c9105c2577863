import type { RunDetail, StepVisit } from '@gradus/contracts';
import { sayPort } from '@gradus/flow';
import type { Definition } from '@gradus/flow';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { automationQuery } from '../../api/automations.ts';
import { summarise } from '../../canvas/words/summaries.ts';
import { Status } from '../../ui/status.tsx';
import type { StatusLook } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { EffectLine } from './effect-line.tsx';
import { StepCommands } from './commands/step-commands.tsx';

const states: Record<StepVisit['state'], { look: StatusLook; word: string }> = {
  running: { look: 'running', word: 'Running' },
  waiting: { look: 'waiting', word: 'Waiting' },
  blocked: { look: 'blocked', word: 'Blocked' },
  held: { look: 'held', word: 'Held' },
  left: { look: 'done', word: 'Passed' },
  exited: { look: 'idle', word: 'Left the run' },
};

/** Until when somebody is here whom time alone does not move on. */
const OPEN_ENDS: Record<StepVisit['state'], string> = {
  running: 'it is done',
  waiting: 'something happens',
  blocked: 'somebody decides',
  held: 'it is resumed',
  left: '',
  exited: '',
};

const NO_CATALOGUE = { modules: [], courseTitle: null };

/** One time the learner was at a step: since when, until when, why, and what it did to the world. */
export function VisitCard({ run, visit }: { run: RunDetail; visit: StepVisit }) {
  const state = states[visit.state];
  const catalogue = useQuery(automationQuery(run.automationId)).data?.catalogue ?? NO_CATALOGUE;
  const step = (run.definition as Definition).steps[visit.stepId];
  const told = visit.problem?.detail;
  const because = visit.because.filter(({ text }) => text !== told);
  return (
    <article className="flex flex-col gap-3.5 rounded-xl border border-line p-4">
      <header className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-semibold">{visit.title}</h2>
          {visit.visit > 1 && <p className="text-sm text-ink-soft">Time {visit.visit} here</p>}
        </div>
        <Status look={state.look}>{state.word}</Status>
      </header>
      {visit.problem && (
        <div className="rounded-lg bg-bad-soft p-3 text-sm">
          <p>{visit.problem.detail}</p>
          <code className="text-xs opacity-75">{visit.problem.code}</code>
        </div>
      )}
      {step && (
        <p className="text-sm text-ink-soft">
          <span className="sr-only">What it does: </span>
          {summarise(step, catalogue)}
        </p>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Line term="Since">
          <Moment at={visit.enteredAt} distance="beside" />
        </Line>
        {visit.leftAt ? (
          <Line term="Left">
            <Moment at={visit.leftAt} />
            {visit.port && step && sayPort(step, visit.port) !== 'next' && (
              <span className="text-ink-soft"> by “{sayPort(step, visit.port)}”</span>
            )}
          </Line>
        ) : (
          <Line term="Until">
            {visit.deadline ? <Moment at={visit.deadline} distance="beside" /> : OPEN_ENDS[visit.state]}
          </Line>
        )}
        {because.length > 0 && (
          <Line term="Because">
            {because.map((line) => (
              <span key={line.code + line.text} className="block">
                {line.text}
              </span>
            ))}
          </Line>
        )}
      </dl>
      <CalledRuns run={run} visit={visit} />
      {visit.effects.length > 0 && (
        <ul className="flex flex-col gap-2 border-t border-line pt-3">
          {visit.effects.map((effect) => (
            <EffectLine
              key={effect.key}
              effect={effect.lastError === told ? { ...effect, lastError: null } : effect}
            />
          ))}
        </ul>
      )}
      <StepCommands run={run} visit={visit} />
    </article>
  );
}

const ENDS = { completed: 'completed', ended: 'ended', exited: 'taken out' };

/** The runs that this visit has called, with the way to them. */
function CalledRuns({ run, visit }: { run: RunDetail; visit: StepVisit }) {
  const called = run.called.filter((one) => one.stepId === visit.stepId && one.visit === visit.visit);
  if (called.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {called.map(({ runId, automationName, outcome }) => (
        <li key={runId}>
          <Link to="/runs/$runId" params={{ runId }} className="text-accent hover:underline">
            Their run through {automationName}
          </Link>
          <span className="text-ink-soft">: {outcome === null ? 'still under way' : ENDS[outcome]}</span>
        </li>
      ))}
    </ul>
  );
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
