import type { Definition, Duration, Layout, Step, StepOf } from '../model/definition.ts';
import { CanvasDrawing, type LooseEnd } from './canvas-drawing.ts';
import * as letters from './letters.ts';
import { plainTitle, type CourseOutline, type OutlinePhase } from './outline.ts';

/** Days after the last week of a phase opened that it is looked at; the next week opens a day later. */
const CATCH_UP_AFTER: Duration = { amount: 6, unit: 'days' };
/** From the last look until the reminder, and from there until the run gives up. */
const REMIND_AFTER: Duration = { amount: 14, unit: 'days' };
const GIVE_UP_AFTER: Duration = { amount: 60, unit: 'days' };
/** Whoever has handed in by then is waited for so long: nobody is let go because the grading takes its time. */
const GRADED_WITHIN: Duration = { amount: 30, unit: 'days' };
const RECOMMEND_AFTER: Duration = { amount: 3, unit: 'days' };

function openWeek(week: number, module: string): StepOf<'release'> {
  const policy = { kind: 'afterEnrollment' as const, days: 7 * (week - 1) };
  return { kind: 'release', title: `Open week ${week}`, config: { module, policy, zone: 'learner' } };
}

function pause(title: string, duration: Duration): StepOf<'wait'> {
  return { kind: 'wait', title, config: { for: { kind: 'duration', duration }, zone: 'learner' } };
}

function phaseCheck(phase: OutlinePhase, title: string): StepOf<'branch'> {
  const condition = `facts.phases[${JSON.stringify(phase.key)}].completed`;
  return {
    kind: 'branch',
    title: `${title} done?`,
    config: { branches: [{ id: 'done', title: `${title} is done`, condition }] },
  };
}

function requirements(title: string, timeout: Duration): StepOf<'waitFor'> {
  return {
    kind: 'waitFor',
    title,
    config: { for: { kind: 'facts', condition: 'facts.requirementsMet' }, timeout, zone: 'learner' },
  };
}

function gradingCheck(): StepOf<'branch'> {
  const branches = [{ id: 'waiting', title: 'Work waits for its grade', condition: 'facts.awaitsGrade' }];
  return { kind: 'branch', title: 'Handed in, not graded?', config: { branches } };
}

function ending(title: string, outcome: 'completed' | 'ended'): Step {
  return { kind: 'end', title, config: { outcome } };
}

/** The weeks of one phase, then a look at what is still open. */
function drawPhase(
  drawing: CanvasDrawing,
  phase: OutlinePhase,
  place: { number: number; firstWeek: number; lastWeek: number },
  ends: LooseEnd[],
): LooseEnd[] {
  let open = ends;
  const modules = [...phase.modules].sort((a, b) => a.position - b.position);
  for (const [index, module] of modules.entries()) {
    const week = place.firstWeek + index;
    const { next: opened } = drawing.below(`week-${week}-open`, openWeek(week, module.key), open, ['next']);
    const letter = letters.weekLetter(week, module.hasAssessment, week === place.lastWeek);
    const { next: written } = drawing.below(`week-${week}-mail`, letter, [opened], ['next']);
    open = [written];
  }
  const title = plainTitle(phase.title, `Phase ${place.number}`);
  const prefix = `phase-${place.number}`;
  const { next: waited } = drawing.below(
    `${prefix}-pause`,
    pause('Six days to finish', CATCH_UP_AFTER),
    open,
    ['next'],
  );
  const check = phaseCheck(phase, title);
  const { done, otherwise } = drawing.below(`${prefix}-check`, check, [waited], ['done', 'otherwise']);
  const letter = letters.catchUpLetter(title);
  const { next: caughtUp } = drawing.beside(`${prefix}-catch-up`, letter, [otherwise], ['next']);
  return [done, caughtUp];
}

/** Requirements met, sooner or later or never; whoever has handed in is waited for; the certificate; the good-byes. */
function drawFinish(drawing: CanvasDrawing, ends: LooseEnd[]): void {
  const first = requirements('All work done?', REMIND_AFTER);
  const met = drawing.below('requirements', first, ends, ['next', 'timeout']);
  const reminded = drawing.beside('reminder', letters.reminderLetter(), [met.timeout], ['next']);
  const second = requirements('Done after all?', GIVE_UP_AFTER);
  const late = drawing.beside('requirements-late', second, [reminded.next], ['next', 'timeout']);
  const ungraded = drawing.beside('grading-check', gradingCheck(), [late.timeout], ['waiting', 'otherwise']);
  const third = requirements('Done once graded?', GRADED_WITHIN);
  const graded = drawing.farBeside('requirements-graded', third, [ungraded.waiting], ['next', 'timeout']);
  const certified = drawing.below(
    'certificate',
    { kind: 'certify', title: 'Issue the certificate', config: {} },
    [met.next, late.next, graded.next],
    ['next'],
  );
  const praised = drawing.below('congratulation', letters.congratulationLetter(), [certified.next], ['next']);
  const rested = drawing.below('rest', pause('Three days', RECOMMEND_AFTER), [praised.next], ['next']);
  const told = drawing.below('recommend', letters.recommendLetter(), [rested.next], ['next']);
  drawing.below('completed', ending('Completed', 'completed'), [told.next], []);
  const over = [ungraded.otherwise, graded.timeout];
  const closed = drawing.beside('closing', letters.closingLetter(), over, ['next']);
  drawing.beside('ended', ending('Not completed', 'ended'), [closed.next], []);
}

/**
 * Draws the journey that delivers a course: every week opens a week after the one before, counted from enrollment, with
 * a message; after each phase whoever has something open is written to; then the certificate, or after long enough a
 * good-bye, though not while work that was handed in by then still waits for its grade. One column per phase. All dates of
 * the weeks are settled on the day of enrollment.
 *
 * The result compiles without a warning and is the instructor's to change.
 */
export function generateJourney(outline: CourseOutline): { definition: Definition; layout: Layout } {
  const drawing = new CanvasDrawing();
  const phases = outline.phases.filter((phase) => phase.modules.length > 0);
  const lastWeek = phases.reduce((weeks, phase) => weeks + phase.modules.length, 0);
  const trigger: Step = { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } };
  let ends: LooseEnd[] = [drawing.below('start', trigger, [], ['next']).next];
  let firstWeek = 1;
  for (const [index, phase] of phases.entries()) {
    if (index > 0) drawing.nextColumn();
    ends = drawPhase(drawing, phase, { number: index + 1, firstWeek, lastWeek }, ends);
    firstWeek += phase.modules.length;
  }
  if (phases.length > 0) drawing.nextColumn();
  drawFinish(drawing, ends);
  return drawing.finish('start', ['enrollment.cancelled', 'enrollment.revoked']);
}
