import type { Step } from '@gradus/flow';

const NAMED: Record<string, string> = {
  next: 'next',
  timeout: 'time ran out',
  error: 'failed',
  passed: 'passed',
  failed: 'not passed',
  missing: 'nothing handed in',
  otherwise: 'otherwise',
};

/** The word on a way out of a box. A branch's ways carry the titles their author gave them. */
export function portLabel(step: Step, port: string): string {
  if (step.kind === 'branch') {
    return step.config.branches.find((branch) => branch.id === port)?.title ?? NAMED[port] ?? port;
  }
  if (port === 'next' && step.kind === 'waitFor') return 'happened';
  return NAMED[port] ?? port;
}
