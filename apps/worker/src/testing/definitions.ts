import type { Definition } from '@gradus/flow';

/** Two weeks of "Prompting for Marketers": enough steps to see every road of a turn. */
export function twoWeeks(): Definition {
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps: {
      start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
      week1: {
        kind: 'release',
        title: 'Open week 1',
        config: {
          module: 'prompt-foundations',
          policy: { kind: 'afterEnrollment', days: 0 },
          zone: 'learner',
        },
      },
      hello: {
        kind: 'message',
        title: 'Welcome',
        config: {
          category: 'transactional',
          subject: 'Welcome',
          body: 'Week 1 is open.',
          waitForDelivery: false,
        },
      },
      week2: {
        kind: 'release',
        title: 'Open week 2',
        config: { module: 'refine-and-check', policy: { kind: 'afterEnrollment', days: 7 }, zone: 'learner' },
      },
      done: {
        kind: 'waitFor',
        title: 'All done',
        config: {
          for: { kind: 'facts', condition: 'facts.requirementsMet' },
          timeout: { amount: 7, unit: 'days' },
          zone: 'none',
        },
      },
      certificate: { kind: 'certify', title: 'Certificate', config: {} },
      finish: { kind: 'end', title: 'Completed', config: { outcome: 'completed' } },
      late: { kind: 'end', title: 'Ended', config: { outcome: 'ended' } },
    },
    edges: [
      { from: 'start', port: 'next', to: 'week1' },
      { from: 'week1', port: 'next', to: 'hello' },
      { from: 'hello', port: 'next', to: 'week2' },
      { from: 'week2', port: 'next', to: 'done' },
      { from: 'done', port: 'next', to: 'certificate' },
      { from: 'done', port: 'timeout', to: 'late' },
      { from: 'certificate', port: 'next', to: 'finish' },
    ],
  };
}

/** A wait of some days between the weeks, and a mail when week 2 has opened: what an author changes between versions. */
export function inWeeks({ quiz, week2 = 0 }: { quiz: number; week2?: number }): Definition {
  const drawing = twoWeeks();
  return {
    ...drawing,
    steps: {
      ...drawing.steps,
      quiz: {
        kind: 'wait',
        title: 'Quiz',
        config: { for: { kind: 'duration', duration: { amount: quiz, unit: 'days' } }, zone: 'none' },
      },
      week2: {
        kind: 'release',
        title: 'Open week 2',
        config: {
          module: 'refine-and-check',
          policy: { kind: 'afterEnrollment', days: week2 },
          zone: 'learner',
        },
      },
      second: {
        kind: 'message',
        title: 'Week 2 is open',
        config: {
          category: 'transactional',
          subject: 'Week 2',
          body: 'Week 2 is open.',
          waitForDelivery: false,
        },
      },
    },
    edges: [
      ...drawing.edges.filter(({ from }) => from !== 'hello' && from !== 'week2'),
      { from: 'hello', port: 'next', to: 'quiz' },
      { from: 'quiz', port: 'next', to: 'week2' },
      { from: 'week2', port: 'next', to: 'second' },
      { from: 'second', port: 'next', to: 'done' },
    ],
  };
}

/** Greets, waits a week, writes again, waits another. */
export function greetings(): Definition {
  const { steps, ...drawing } = twoWeeks();
  const { start, week1, hello, finish } = steps;
  const week = (title: string): Definition['steps'][string] => ({
    kind: 'wait',
    title,
    config: { for: { kind: 'duration', duration: { amount: 7, unit: 'days' } }, zone: 'none' },
  });
  return {
    ...drawing,
    steps: {
      start: start!,
      week1: week1!,
      hello: hello!,
      pause: week('Pause'),
      later: { ...hello!, title: 'Later' },
      rest: week('Rest'),
      finish: finish!,
    },
    edges: [
      { from: 'start', port: 'next', to: 'week1' },
      { from: 'week1', port: 'next', to: 'hello' },
      { from: 'hello', port: 'next', to: 'pause' },
      { from: 'pause', port: 'next', to: 'later' },
      { from: 'later', port: 'next', to: 'rest' },
      { from: 'rest', port: 'next', to: 'finish' },
    ],
  };
}
