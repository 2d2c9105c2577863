import type { StepOf } from '../model/definition.ts';
import { ending, mail, onEvent, pause, sketch, within, type Template } from './template.ts';

/** Someone has taken a place and not paid. */
export const abandonedCheckout: Template = {
  id: 'abandoned-checkout',
  name: 'Abandoned checkout',
  purpose: 'Reminds whoever has kept a place and not paid, after a day and again three days later.',
  needsCourse: true,
  draw: () =>
    sketch(
      {
        start: onEvent('A place is taken', 'enrollment.started'),
        paid: within('Paid in time?', 'payment.succeeded', { amount: 1, unit: 'days' }),
        reminder: mail(
          'Your place is kept',
          'transactional',
          'Your place in {{course.title}} is kept for you',
          [
            'You have begun to enrol in **{{course.title}}**, and your place is kept for a while.',
            '[Go on where you stopped]({{links.course}})',
            'If something did not work, answer this mail: we help.',
          ],
        ),
        later: within('Paid after all?', 'payment.succeeded', { amount: 3, unit: 'days' }),
        last: mail('One last word', 'marketing', 'Still thinking about {{course.title}}?', [
          'Perhaps this is not the right moment; that is fine, and this is the last mail about it.',
          '[Have another look at the course]({{links.course}})',
        ]),
        bought: ending('Has paid', 'completed'),
        gone: ending('Has not paid', 'ended'),
      },
      [
        ['start', 'next', 'paid'],
        ['paid', 'next', 'bought'],
        ['paid', 'timeout', 'reminder'],
        ['reminder', 'next', 'later'],
        ['later', 'next', 'bought'],
        ['later', 'timeout', 'last'],
        ['last', 'next', 'gone'],
      ],
      { entry: { rule: 'afterEnd' }, settings: { exitOn: ['enrollment.cancelled', 'enrollment.activated'] } },
    ),
};

/** A finished learner is told what to learn next. */
export const certificateAndUpsell: Template = {
  id: 'certificate-and-upsell',
  name: 'Certificate, then what next',
  purpose: 'Congratulates on the certificate, and a few days later recommends the school to friends.',
  needsCourse: true,
  draw: () =>
    sketch(
      {
        start: onEvent('A certificate is issued', 'credential.issued'),
        praise: mail('Show it', 'transactional', 'Show your certificate for {{course.title}}', [
          'Your certificate has a page that proves to anyone that it is genuine.',
          '[Open it and share the link]({{links.certificate}})',
        ]),
        rest: pause('Four days', 4, 'days'),
        next: mail('What next', 'marketing', 'What to learn after {{course.title}}', [
          'You have finished **{{course.title}}**. New courses appear in the catalogue all the time.',
          '[See the course again]({{links.course}}) or pass the link on to a friend.',
        ]),
        done: ending('Done', 'completed'),
      },
      [
        ['start', 'next', 'praise'],
        ['praise', 'next', 'rest'],
        ['rest', 'next', 'next'],
        ['next', 'next', 'done'],
      ],
    ),
};

/** The mail that says that access has ended. */
const notice = (letter: StepOf<'message'>): StepOf<'message'> => ({
  ...letter,
  config: { ...letter.config, tellsOfRefund: true },
});

/** A renewal or another payment by the saved card failed: written to three times within a week, then access ends. */
export const dunning: Template = {
  id: 'dunning',
  name: 'A payment failed',
  purpose:
    'Writes when a payment fails, again after five days, and ends the subscription’s access after a week, unless it is paid.',
  needsCourse: true,
  draw: () =>
    sketch(
      {
        start: onEvent('A payment fails', 'payment.failed', 'event.of == "subscription"'),
        told: mail(
          'The payment failed',
          'transactional',
          'Your payment for {{course.title}} did not go through',
          [
            'Your card did not let our last payment through. It is tried again in the next days; nothing is closed yet.',
            '[See to your card]({{links.course}})',
          ],
        ),
        paid: within('Paid in time?', 'payment.succeeded', { amount: 5, unit: 'days' }),
        reminder: mail('Two days left', 'transactional', 'Two days left to keep {{course.title}} open', [
          'The payment is still missing. If nothing comes in the next two days, your access pauses. What you have done stays.',
          '[See to your card]({{links.course}})',
        ]),
        later: within('Paid after all?', 'payment.succeeded', { amount: 2, unit: 'days' }),
        close: {
          kind: 'endEntitlement',
          title: 'End the access',
          config: { source: 'subscription', reason: 'The payment for your subscription is missing.' },
        },
        closed: notice(
          mail('Access has ended', 'transactional', 'Your access to {{course.title}} has ended', [
            'The payment did not come, so your access has ended. What you have done is kept: whenever you come back, you go on there.',
            '[The course]({{links.course}})',
          ]),
        ),
        recovered: ending('Has paid', 'completed'),
        lost: ending('Has not paid', 'ended'),
      },
      [
        ['start', 'next', 'told'],
        ['told', 'next', 'paid'],
        ['paid', 'next', 'recovered'],
        ['paid', 'timeout', 'reminder'],
        ['reminder', 'next', 'later'],
        ['later', 'next', 'recovered'],
        ['later', 'timeout', 'close'],
        ['close', 'next', 'closed'],
        ['closed', 'next', 'lost'],
      ],
      { entry: { rule: 'afterEnd' }, settings: { exitOn: ['enrollment.cancelled'] } },
    ),
};
