import type { BehaviourName } from '@gradus/contracts';

/** What imagined learners are called. */
export const behaviours: { value: BehaviourName; label: string; hint: string }[] = [
  { value: 'diligent', label: 'Diligent', hint: 'Reads at once, hands in on time, passes' },
  { value: 'late', label: 'Late', hint: 'Does everything, but after the date' },
  { value: 'fails-once', label: 'Fails once', hint: 'Needs a second try' },
  { value: 'fails', label: 'Fails', hint: 'Hands in, does not pass, does not try again' },
  { value: 'silent', label: 'Silent', hint: 'Does nothing' },
];

export const sayBehaviour = (name: BehaviourName): string =>
  behaviours.find(({ value }) => value === name)?.label ?? name;
