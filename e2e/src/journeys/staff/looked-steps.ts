/** Steps whose forms are looked at, by kind: their titles. */
export const looked = {
  task: 'Call them',
  alert: 'Tell somebody',
  charge: 'A coaching hour',
  subscribe: 'A membership',
};

/** Kinds whose forms are looked at where they are added by a press on the list: their names there. */
export const listed = {
  relock: 'Close a week again',
  grade: 'Grade the work',
  revoke: 'Revoke the certificate',
  callAutomation: 'Call an automation',
  generate: 'Write a text',
  refund: 'Give money back',
  forEachModule: 'For each week',
};

const instructors = { kind: 'role', role: 'instructor' };
const asked = { title: 'Look at this learner', details: 'They wrote to us.' };
const money = { amountMinor: 4_900, currency: 'EUR' };
const days = (amount: number) => ({ amount, unit: 'days' });
const leads = (from: string, to: string, port = 'next') => ({ from, port, to });

/** Somebody let in waits a year before anything is done; behind the wait are the kinds to be looked at. */
export const lookedDefinition = {
  schemaVersion: 2,
  trigger: 'start',
  entry: { rule: 'always' },
  settings: { exitOn: [] },
  steps: {
    start: { kind: 'trigger', title: 'By hand', config: { on: { kind: 'manual' } } },
    pause: {
      kind: 'wait',
      title: 'A year',
      config: { for: { kind: 'duration', duration: days(365) }, zone: 'learner' },
    },
    task: {
      kind: 'task',
      title: looked.task,
      config: { to: instructors, what: 'call', ...asked, due: days(1), zone: 'school', wait: false },
    },
    alert: {
      kind: 'alert',
      title: looked.alert,
      config: { to: [instructors], ...asked, within: { amount: 4, unit: 'hours' }, wait: false },
    },
    charge: { kind: 'charge', title: looked.charge, config: { ...money, title: 'Coaching' } },
    subscribe: {
      kind: 'subscribe',
      title: looked.subscribe,
      config: { ...money, title: 'Membership', every: 'month', checkout: { within: days(7), link: 'page' } },
    },
    end: { kind: 'end', title: 'End', config: { outcome: 'completed' } },
  },
  edges: [
    leads('start', 'pause'),
    leads('pause', 'task'),
    leads('task', 'alert'),
    leads('alert', 'charge'),
    leads('charge', 'subscribe', 'paid'),
    leads('charge', 'end', 'declined'),
    leads('subscribe', 'end', 'subscribed'),
    leads('subscribe', 'end', 'declined'),
    leads('subscribe', 'end', 'expired'),
  ],
};
