import type { Catalogue, StepKind, StepOf } from '@gradus/flow';

type NewSteps = { [K in StepKind]: (catalogue: Catalogue, used: ReadonlySet<string>) => StepOf<K> };

/** A step as it is first put on the canvas: complete, so that nothing has to be filled in before it makes sense. */
export const newSteps = {
  trigger: () => ({ kind: 'trigger', title: 'A learner is enrolled', config: { on: { kind: 'enrolled' } } }),
  release: (catalogue, used) => {
    const next = catalogue.modules.find((module) => !used.has(module.key)) ?? catalogue.modules.at(-1);
    return {
      kind: 'release',
      title: next ? `Week ${next.position}: ${next.title}`.slice(0, 120) : 'Open a week',
      config: {
        module: next?.key ?? 'choose-a-week',
        policy: { kind: 'afterPreviousRelease', days: 7 },
        zone: 'learner',
      },
    };
  },
  relock: (catalogue, used) => ({
    kind: 'relock',
    title: 'Close a week again',
    config: {
      module:
        catalogue.modules.findLast((module) => used.has(module.key))?.key ??
        catalogue.modules[0]?.key ??
        'choose-a-week',
      reason: 'This week is over. Ask us if you still need it.',
    },
  }),
  wait: () => ({
    kind: 'wait',
    title: 'Wait 3 days',
    config: { for: { kind: 'duration', duration: { amount: 3, unit: 'days' } }, zone: 'learner' },
  }),
  waitFor: () => ({
    kind: 'waitFor',
    title: 'Until the work is done',
    config: {
      for: { kind: 'facts', condition: 'facts.requirementsMet' },
      timeout: { amount: 14, unit: 'days' },
      zone: 'learner',
    },
  }),
  branch: () => ({
    kind: 'branch',
    title: 'Far enough?',
    config: { branches: [{ id: 'yes', title: 'Halfway or more', condition: 'facts.progress >= 50' }] },
  }),
  split: () => ({
    kind: 'split',
    title: 'Two ways to try',
    config: {
      ways: [
        { id: 'a', title: 'A', percent: 50 },
        { id: 'b', title: 'B', percent: 50 },
      ],
    },
  }),
  filter: () => ({
    kind: 'filter',
    title: 'Only those without a certificate',
    config: { condition: '!facts.certified' },
  }),
  goTo: () => ({ kind: 'goTo', title: 'Once more?', config: { max: 3 } }),
  goal: () => ({
    kind: 'goal',
    title: 'All work is done',
    config: { condition: 'facts.requirementsMet', onArrival: 'wait' },
  }),
  exit: () => ({ kind: 'exit', title: 'Take out', config: { reason: 'No longer needed' } }),
  parallel: () => ({
    kind: 'parallel',
    title: 'Side by side',
    config: {
      ways: [
        { id: 'one', title: 'One way' },
        { id: 'other', title: 'Other way' },
      ],
    },
  }),
  forEachModule: () => ({
    kind: 'forEachModule',
    title: 'Every week',
    config: { modules: { kind: 'all' } },
  }),
  join: () => ({ kind: 'join', title: 'Together again', config: { for: { kind: 'all' } } }),
  message: (catalogue) => ({
    kind: 'message',
    title: 'A mail to the learner',
    config: {
      category: 'transactional',
      subject: catalogue.courseTitle ? 'News from {{course.title}}' : 'News for you',
      body: 'Hello {{person.name}},\n\n',
      waitForDelivery: false,
    },
  }),
  assess: (catalogue) => ({
    kind: 'assess',
    title: 'Graded work',
    config: {
      module: catalogue.modules.find((module) => module.hasAssessment)?.key ?? 'choose-a-week',
      due: { amount: 14, unit: 'days' },
      zone: 'learner',
    },
  }),
  grade: (catalogue) => ({
    kind: 'grade',
    title: 'Grade the work',
    config: {
      module: catalogue.modules.find((module) => module.hasAssessment)?.key ?? 'choose-a-week',
      by: 'policy',
      within: { amount: 7, unit: 'days' },
      zone: 'school',
    },
  }),
  certify: () => ({ kind: 'certify', title: 'Certificate', config: {} }),
  revoke: () => ({
    kind: 'revoke',
    title: 'Revoke the certificate',
    config: { reason: 'It was issued by mistake.' },
  }),
  tag: () => ({ kind: 'tag', title: 'Tag the person', config: { do: 'add', tag: 'engaged' } }),
  setField: () => ({
    kind: 'setField',
    title: 'Note something',
    config: { field: 'stage', value: { kind: 'text', text: 'active' } },
  }),
  webhook: (catalogue) => ({
    kind: 'webhook',
    title: 'Tell another system',
    config: {
      url: `https://${catalogue.egress?.hosts.find((host) => !host.startsWith('*')) ?? 'hooks.example.org'}/`,
      fields: [
        { name: 'person', value: { kind: 'id', of: 'person' } },
        { name: 'email', value: { kind: 'person', what: 'email' } },
      ],
      signedBy: 'school',
      keep: [],
    },
  }),
  callAutomation: ({ automations = [], automationId }) => {
    const called = automations.find(
      ({ id, state, use }) => id !== automationId && state === 'live' && use === 'campaign',
    );
    return {
      kind: 'callAutomation',
      title: called ? `Call “${called.name}”`.slice(0, 120) : 'Call an automation',
      config: {
        automation: called?.id ?? 'choose-an-automation',
        values: [],
        wait: true,
        timeout: { amount: 14, unit: 'days' },
        zone: 'learner',
        detached: false,
      },
    };
  },
  generate: ({ courseTitle }) => ({
    kind: 'generate',
    title: 'Write a text',
    config: {
      prompt: courseTitle
        ? 'Write two or three encouraging sentences to somebody who has done {{learner.progress}} percent of “{{course.title}}”.'
        : 'Write two or three encouraging sentences.',
      into: 'encouragement',
      mostCharacters: 1_200,
      review: true,
      to: { kind: 'role', role: 'instructor' },
      due: { amount: 2, unit: 'days' },
      zone: 'school',
    },
  }),
  charge: () => ({
    kind: 'charge',
    title: 'Take a payment',
    config: { amountMinor: 4_900, currency: 'EUR', title: 'A coaching hour' },
  }),
  subscribe: () => ({
    kind: 'subscribe',
    title: 'Begin a subscription',
    config: { amountMinor: 1_900, currency: 'EUR', title: 'Membership', every: 'month' },
  }),
  refund: () => ({
    kind: 'refund',
    title: 'Give the money back',
    config: { of: 'order', part: { kind: 'all' }, reason: 'Given back as promised.' },
  }),
  grant: ({ courses }) => ({
    kind: 'grant',
    title: 'Give a course',
    config: { course: courses?.[0]?.key ?? 'choose-a-course' },
  }),
  endEntitlement: () => ({
    kind: 'endEntitlement',
    title: 'End the access',
    config: { source: 'order', reason: 'Your payment was given back.' },
  }),
  approve: () => ({
    kind: 'approve',
    title: 'Ask for approval',
    config: {
      to: { kind: 'role', role: 'instructor' },
      title: 'May this learner go on?',
      due: { amount: 3, unit: 'days' },
      zone: 'school',
      remindBefore: { amount: 1, unit: 'days' },
    },
  }),
  task: () => ({
    kind: 'task',
    title: 'Call the learner',
    config: {
      to: { kind: 'role', role: 'instructor' },
      what: 'call',
      title: 'Call the learner',
      due: { amount: 1, unit: 'days' },
      zone: 'school',
      wait: false,
    },
  }),
  alert: () => ({
    kind: 'alert',
    title: 'Raise an alert',
    config: {
      to: [{ kind: 'role', role: 'instructor' }],
      title: 'Look at this learner',
      within: { amount: 4, unit: 'hours' },
      wait: false,
    },
  }),
  end: () => ({ kind: 'end', title: 'The end', config: { outcome: 'completed' } }),
} satisfies NewSteps;

export function inAMonth(now = new Date()): string {
  return new Date(now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
}
