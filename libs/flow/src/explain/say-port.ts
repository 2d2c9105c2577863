import type { Step, StepKind } from '../model/definition.ts';

const NAMED: Record<string, string> = {
  next: 'next',
  timeout: 'time ran out',
  error: 'failed',
  passed: 'passed',
  failed: 'not passed',
  missing: 'nothing handed in',
  otherwise: 'otherwise',
  again: 'once more',
  done: 'often enough',
  each: 'for each week',
  stopped: 'not let on',
  missed: 'not reached',
  short: 'too few came',
  paid: 'paid',
  subscribed: 'subscribed',
  declined: 'declined',
  expired: 'not in time',
  approved: 'approved',
  rejected: 'rejected',
  ended: 'otherwise',
  'not-started': 'not let in',
  'not-done': 'could not be done',
  acknowledged: 'acknowledged',
  'not-acknowledged': 'nobody took notice',
};

/** What `next` means where there are other ways. */
const NEXT: Partial<Record<StepKind, string>> = {
  waitFor: 'happened',
  filter: 'let on',
  goal: 'reached',
  join: 'together',
  callAutomation: 'done',
};

/** The word for a way out of a step, on the canvas and in sentences. Ways that their author has named carry that name. */
export function sayPort(step: Step, port: string): string {
  const titled = titledWays(step).find((way) => way.id === port)?.title;
  if (titled !== undefined) return titled;
  if (step.kind === 'task' && port === 'done') return 'done';
  // It has more ways than any other kind: short words, so that all of them are read.
  if (step.kind === 'callAutomation' && port === 'next' && !step.config.wait) return 'begun';
  if (step.kind === 'callAutomation' && port === 'timeout') return 'too late';
  return (port === 'next' ? NEXT[step.kind] : undefined) ?? NAMED[port] ?? port;
}

function titledWays(step: Step): ReadonlyArray<{ id: string; title: string }> {
  if (step.kind === 'branch') return step.config.branches;
  if (step.kind === 'parallel') return step.config.ways;
  if (step.kind !== 'split') return [];
  return step.config.ways.map(({ id, title, percent }) => ({ id, title: `${title}, ${percent} %` }));
}
