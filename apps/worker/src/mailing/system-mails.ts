import type { ClaimedMessage } from './claim-message.ts';

/** Mails that belong to no automation. Markdown; the variables are those of `compose-message.ts`. */
export const SYSTEM_MAILS: Record<
  Exclude<ClaimedMessage['purpose'], 'step'>,
  { subject: string; body: string }
> = {
  task: {
    subject: '{{task.title}}: {{task.person}}',
    body: `{{task.because}}

**{{task.title}}** It is about {{task.person}}.

{{task.details}}

[Open it]({{links.task}})`,
  },
  checkout: {
    subject: '{{checkout.title}}: begin your subscription',
    body: `Hello {{person.name}},

you can begin **{{checkout.title}}** now, {{checkout.price}}:

[Go on to the payment]({{links.payments}})

The link leads to your page of payments at {{school.name}}, and from there to our payment provider. If you do not want it, you need not do anything: nothing is charged.`,
  },
  'verify-email': {
    subject: 'Confirm your address for {{school.name}}',
    body: `Hello {{person.name}},

welcome to {{school.name}}. Please confirm that this is your address:

[Confirm my address]({{links.verify}})

The page asks for the password you registered with. The link works for two days. If you did not register, you can ignore this mail: nothing happens.`,
  },
  'reset-password': {
    subject: 'Choose a new password for {{school.name}}',
    body: `Hello {{person.name}},

somebody, probably you, asked for a new password. You can choose one here:

[Choose a new password]({{links.reset}})

The link works for one hour and once. If it was not you, ignore this mail: your password stays as it is.`,
  },
  'known-address': {
    subject: 'You already have an account at {{school.name}}',
    body: `Hello {{person.name}},

somebody, probably you, tried to register with this address, which already has an account.

[Sign in]({{links.signIn}}) — and if you do not remember the password, ask for a new one there.`,
  },
  'enrolled-by-hand': {
    subject: 'You have been enrolled at {{school.name}}',
    body: `Hello {{person.name}},

{{school.name}} has enrolled you in **{{course.title}}**. Choose a password to begin:

[Choose a password]({{links.reset}})

We are glad to have you.`,
  },
  'another-attempt': {
    subject: 'Another attempt at “{{assignment.title}}”',
    body: `Hello {{person.name}},

{{school.name}} allows you another attempt at **{{assignment.title}}** in {{course.title}}. What you handed in last is there to go on from.

[Go to the assignment]({{links.assignment}})`,
  },
  'grade-changed': {
    subject: 'Your grade for “{{assignment.title}}” was changed',
    body: `Hello {{person.name}},

your grade for **{{assignment.title}}** in {{course.title}} was changed. It was {{grade.was}}, and is now **{{grade.is}}**. The reason given:

> {{grade.reason}}

[See the grade]({{links.assignment}})`,
  },
  'certificate-revoked': {
    subject: 'We have revoked your certificate for “{{course.title}}”',
    body: `Hello {{person.name}},

{{school.name}} has revoked your certificate for **{{course.title}}**. The reason given:

> {{revocation.reason}}

Everybody who opens the page of the certificate reads this there, and there is no PDF of it any more. If you think this is a mistake, please write to the school.

[See the page]({{links.certificate}})`,
  },
};
