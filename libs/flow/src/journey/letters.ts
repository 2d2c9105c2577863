import type { StepOf } from '../model/definition.ts';

/** A message that its learner wants. */
function letter(title: string, subject: string, lines: string[]): StepOf<'message'> {
  const body = ['Hi {{person.name}},', ...lines, '{{school.name}}'].join('\n\n');
  const category = 'transactional' as const;
  return { kind: 'message', title, config: { category, subject, body, waitForDelivery: false } };
}

/** A week has opened. */
export function weekLetter(week: number, hasAssessment: boolean, isLast: boolean): StepOf<'message'> {
  const first = week === 1;
  const work = hasAssessment
    ? 'Read the lessons, then hand in the assignment: you get feedback on every part of it, and you may improve it and hand it in again.'
    : 'Read the lessons in your own order and at your own pace; there is nothing to hand in this week.';
  return letter(
    `Week ${week} is open`,
    first ? 'Welcome to {{course.title}}: week 1 is open' : `Week ${week} is open: {{module.title}}`,
    [
      first
        ? 'Good to have you here. Your first week in {{course.title}} is open: **{{module.title}}**.'
        : `Week ${week} of {{course.title}} is open: **{{module.title}}**.`,
      `[Go to week ${week}]({{links.module}})`,
      work,
      isLast ? 'This is the last week. You are nearly there.' : 'The next week opens on {{dates.next}}.',
    ],
  );
}

/** Six days into the last week of a phase, something of the phase is still open. */
export function catchUpLetter(phase: string): StepOf<'message'> {
  return letter(`Catch up on ${phase}`, `Still time to finish ${phase}`, [
    `A part of **${phase}** is still open for you. That is no harm: everything that has opened stays open, and what you finish late counts just the same.`,
    '[See what is left]({{links.course}})',
    'Half an hour on one lesson today is the easiest way back in.',
  ]);
}

/** Two weeks after the last week opened, required work is missing. */
export function reminderLetter(): StepOf<'message'> {
  return letter('A little left', 'A little left until your certificate', [
    'Every week of {{course.title}} is open now, and only a little separates you from your certificate.',
    '[See what is left]({{links.course}})',
    'As soon as the last lesson is read and the last assignment passed, the certificate is issued by itself.',
  ]);
}

/** The certificate is there. */
export function congratulationLetter(): StepOf<'message'> {
  return letter('Congratulations', 'Your certificate for {{course.title}}', [
    'Congratulations: you have completed **{{course.title}}**.',
    '[Your certificate]({{links.certificate}})',
    'Its page proves to anyone that it is genuine, so you can share the link with your profile or your employer.',
  ]);
}

/** The time to finish is over. */
export function closingLetter(): StepOf<'message'> {
  return letter('Time to say goodbye', '{{course.title}} has come to its end', [
    'Our mails about {{course.title}} end here. Your lessons and everything you handed in stay where they are.',
    '[Back to the course]({{links.course}})',
    'If you would like to finish after all, answer this mail and we will find a way.',
  ]);
}

/** An invitation: the one message of a journey that a learner can do without, and can unsubscribe from. */
export function recommendLetter(): StepOf<'message'> {
  const message = letter('Tell a friend', 'Do you know someone for {{course.title}}?', [
    'You know {{course.title}} better than any advertisement does. If a friend or colleague came to mind while you worked on it, send them this link:',
    '[{{course.title}}]({{links.course}})',
    'And if you wonder what to learn next: new courses appear in the catalogue all the time.',
  ]);
  return { ...message, config: { ...message.config, category: 'marketing' } };
}
