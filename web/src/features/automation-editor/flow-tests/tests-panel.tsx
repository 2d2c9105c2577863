import type { FlowTest, FlowTestResult } from '@gradus/contracts';
import { sayExpectation, sayGiven } from '@gradus/flow';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleDashed, CirclePlay, CircleX, FlaskConical, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { flowTestsQuery, useRemoveFlowTest, useRunFlowTests } from '../../../api/foreseeing/flow-tests.ts';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/control/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState, sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Confirm } from '../../../ui/overlay/confirm.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { Panel } from '../panels/panel.tsx';
import { Played } from '../playback/played.tsx';
import { TryingFailed } from '../panels/trying-failed.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { TestForm } from './test-form.tsx';

/** What the author expects of the drawing, red or green. */
export function TestsPanel({ onClose, onProblems }: { onClose(): void; onProblems(): void }) {
  const { store, automation } = useEditorScope();
  const list = useQuery(flowTestsQuery(automation.id));
  const run = useRunFlowTests(automation.id);
  const [editing, setEditing] = useState<FlowTest | 'new' | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const runAll = async () => {
    setFailure(null);
    try {
      await whenSaved(store);
      await run.mutateAsync();
    } catch (error) {
      setFailure(error);
    }
  };
  if (editing !== null)
    return (
      <Panel title={editing === 'new' ? 'A new test' : 'Change the test'} onClose={() => setEditing(null)}>
        <TestForm test={editing === 'new' ? null : editing} onDone={() => setEditing(null)} />
      </Panel>
    );
  const tests = list.data?.items ?? [];
  const results = new Map(run.data?.results.map((result) => [result.testId, result]));
  const red = tests.filter(({ id }) => results.get(id)?.passed === false).length;
  return (
    <Panel
      title="Tests"
      description="What you expect of the drawing. They run before it is published; while one is red, publishing asks why."
      onClose={onClose}
    >
      {list.isPending && <SkeletonText lines={4} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && tests.length === 0 && (
        <EmptyState icon={FlaskConical} title="Nothing is expected yet" className="px-0 py-6">
          Say what has to happen to one kind of learner: who misses week 2, say, gets a message within a day.
          From then on every change is held to it.
        </EmptyState>
      )}
      <div className="flex flex-wrap gap-2">
        {tests.length > 0 && (
          <Button size="sm" variant="primary" busy={run.isPending} onClick={() => void runAll()}>
            <CirclePlay aria-hidden /> Run all
          </Button>
        )}
        <Button size="sm" onClick={() => setEditing('new')}>
          <Plus aria-hidden /> New test
        </Button>
      </div>
      {failure !== null && <TryingFailed failure={failure} onProblems={onProblems} />}
      {run.isSuccess && tests.length > 0 && (
        <p role="status" className={cn('text-sm font-medium', red > 0 ? 'text-bad' : 'text-good')}>
          {red === 0 ? 'All green.' : `${red} of ${tests.length} red.`}
        </p>
      )}
      <ul className="flex flex-col gap-3">
        {tests.map((test) => (
          <OneTest
            key={test.id}
            test={test}
            result={results.get(test.id) ?? null}
            onEdit={() => setEditing(test)}
          />
        ))}
      </ul>
    </Panel>
  );
}

const LOOKS = {
  green: { icon: CircleCheck, word: 'Green', tone: 'text-good' },
  red: { icon: CircleX, word: 'Red', tone: 'text-bad' },
  open: { icon: CircleDashed, word: 'Not run', tone: 'text-ink-soft' },
};

interface OneTestProps {
  test: FlowTest;
  result: FlowTestResult | null;
  onEdit(): void;
}

function OneTest({ test, result, onEdit }: OneTestProps) {
  const { automation } = useEditorScope();
  const steps = useEditor((state) => state.document.definition.steps);
  const names = { steps, modules: automation.catalogue.modules };
  const { icon: Icon, word, tone } = LOOKS[result === null ? 'open' : result.passed ? 'green' : 'red'];
  const [playing, setPlaying] = useState(false);
  // What an operator was to do and could not.
  const unfit = result?.failures.filter(({ index }) => index < 0) ?? [];
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line p-3 text-sm">
      <p className="flex items-start gap-2">
        <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', tone)} />
        <span className="min-w-0 flex-1 font-medium">{test.name}</span>
        <span className={cn('shrink-0 text-xs font-medium', tone)}>{word}</span>
      </p>
      <p>
        <span className="text-ink-soft">Given: </span>
        {sayGiven(test.given, names)}.
      </p>
      {unfit.map(({ message }) => (
        <p key={message} className="text-bad">
          {message}
        </p>
      ))}
      <ul className="flex flex-col gap-1">
        {test.expect.map((expectation, index) => {
          const broken = result?.failures.find((failure) => failure.index === index);
          return (
            <li key={index} className={cn(broken && 'text-bad')}>
              <span className={broken ? undefined : 'text-ink-soft'}>{broken ? 'Not so: ' : 'Expect: '}</span>
              {broken ? broken.message : `${sayExpectation(expectation, names)}.`}
            </li>
          );
        })}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" variant="quiet" onClick={onEdit}>
          Change<span className="sr-only">: {test.name}</span>
        </Button>
        <RemoveButton test={test} />
        {result && (
          <Button size="sm" variant="quiet" aria-expanded={playing} onClick={() => setPlaying(!playing)}>
            {playing ? 'Put the timeline away' : 'Show the timeline'}
            <span className="sr-only">: {test.name}</span>
          </Button>
        )}
      </div>
      {playing && result && <PlayedTest result={result} />}
    </li>
  );
}

function PlayedTest({ result }: { result: FlowTestResult }) {
  const { timeline: entries, visits, zone } = result;
  const playback = useMemo(
    () => ({ entries, visits, zone, whose: 'the learner of the test' }),
    [entries, visits, zone],
  );
  return (
    <div className="flex flex-col gap-4 px-1">
      <Played playback={playback} />
    </div>
  );
}

function RemoveButton({ test }: { test: FlowTest }) {
  const { automation } = useEditorScope();
  const remove = useRemoveFlowTest(automation.id);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="quiet" onClick={() => setOpen(true)}>
        Take out<span className="sr-only">: {test.name}</span>
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={`Take out “${test.name}”?`}
        description="Nothing holds the drawing to it any more. It stays with the versions it was published with."
        action="Take it out"
        onConfirm={() => remove.mutateAsync(test.id)}
      >
        {remove.isError && <Notice tone="bad">{sentenceOf(remove.error)}</Notice>}
      </Confirm>
    </>
  );
}
