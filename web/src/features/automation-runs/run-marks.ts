import type { RunDetail, StepVisit } from '@gradus/contracts';
import type { StepMark } from '../../canvas/marks.ts';

type Place = Extract<StepMark, { kind: 'place' }>;

/** Where one learner was, is, and never came, per step. */
export function runMarks(run: RunDetail): ReadonlyMap<string, StepMark> {
  const marks = new Map<string, Place>();
  const steps = (run.definition['steps'] ?? {}) as Record<string, unknown>;
  for (const stepId of Object.keys(steps)) {
    marks.set(stepId, { kind: 'place', state: 'never', visits: 0, ports: [] });
  }
  const start = marks.get(String(run.definition['trigger']));
  if (start) Object.assign(start, { state: 'left', visits: 1, ports: ['next'] });
  for (const [stepId, visits] of visitsByStep(run.visits)) {
    const latest = visits.at(-1);
    if (!latest) continue;
    const ports = [...new Set(visits.flatMap((visit) => (visit.port ? [visit.port] : [])))];
    const trigger = start === marks.get(stepId);
    marks.set(stepId, {
      kind: 'place',
      state: latest.state,
      visits: visits.length,
      ports: trigger && ports.length === 0 && latest.state === 'left' ? ['next'] : ports,
    });
  }
  return marks;
}

/** Every step's visits, oldest first. */
export function visitsByStep(visits: readonly StepVisit[]): Map<string, StepVisit[]> {
  const byStep = new Map<string, StepVisit[]>();
  for (const visit of visits) byStep.set(visit.stepId, [...(byStep.get(visit.stepId) ?? []), visit]);
  for (const list of byStep.values()) list.sort((a, b) => a.visit - b.visit);
  return byStep;
}

const HERE = new Set<StepVisit['state']>(['running', 'waiting', 'blocked', 'held']);

/** Steps that were left, but something of them is still under way or in doubt. */
export function openBehind(visits: readonly StepVisit[]): StepVisit[] {
  return visits.filter((visit) => !HERE.has(visit.state) && visit.because.length > 0);
}

/** The place or places the learner is at now; what is blocked first. */
export function currentVisits(visits: readonly StepVisit[]): StepVisit[] {
  return visits
    .filter((visit) => HERE.has(visit.state))
    .sort((a, b) => Number(b.state === 'blocked') - Number(a.state === 'blocked'));
}
