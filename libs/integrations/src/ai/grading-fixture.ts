import type { GradeRequest } from './grader.ts';

const ratings = [
  { title: 'Full', points: 10, description: 'Concrete, complete and reasoned with numbers.' },
  { title: 'Partial', points: 5, description: 'Recognizable but vague, or with important parts missing.' },
  { title: 'None', points: 0, description: 'Not dealt with.' },
];

/** A small assignment for this package's tests, with answers that are not among its exemplars. */
export const fixtureRequest: Omit<GradeRequest, 'answer'> = {
  key: 'run-1:step-grade:1#1',
  model: 'gpt-6-luna',
  assignment: {
    title: 'A win-back mail',
    instructions: 'Plan a mail to customers who have not bought for a while.',
  },
  criteria: [
    {
      key: 'segment',
      title: 'Who gets it',
      description: 'Names the segment by behaviour, with its size and who is left out.',
      points: 10,
      terms: ['segment', 'days', 'purchase', 'customers', 'exclude', 'consent', 'orders', 'size'],
      ratings,
      exemplars: {
        full: [
          'The segment is customers with at least two orders whose last purchase is between 90 and 180 days ago. That is 1,240 of our 9,800 customers. We exclude people with an open complaint, anyone without consent to marketing mail, and those who bought a gift only once.',
        ],
        partial: [
          'We send it to old customers who have not bought anything for some time. There are quite a lot of them.',
        ],
        none: ['Our shop is in a beautiful old building and we have been there for years.'],
      },
    },
    {
      key: 'test',
      title: 'How it is tested',
      description: 'Describes a control group, one measure and when the result counts.',
      points: 10,
      terms: ['control group', 'random', 'percent', 'conversion', 'weeks', 'difference', 'measure', 'result'],
      ratings,
      exemplars: {
        full: [
          'A random ten percent of the segment is the control group and gets no mail. The measure is the conversion to a repeat order within four weeks. We count the result as real if the difference is at least two percentage points, which 1,240 people are enough to show.',
        ],
        partial: [
          'We look at how many people open the mail and whether sales go up afterwards compared with last month.',
        ],
        none: ['The colours of the mail should be friendly and the logo should be large.'],
      },
    },
  ],
};

/** A good answer in words of its own. */
export const goodAnswer = `I would write to buyers who ordered two times or more and have been silent for three to six months. In our database these are about 800 people out of 7,000. I leave out everybody who has not agreed to advertising mails, and people whose complaint is still open.
Every tenth person, chosen by lot, receives nothing, so that we have a group to compare with. I measure the share who order again in the four weeks after the mail. Only if that share is at least two points higher than in the group without mail do I believe in the effect.`;

/** On the subject, but thin. */
export const vagueAnswer = `The mail goes to former customers who did not buy for a longer time, we have many of those. After it is sent we see how many opened it and whether we sell more than the month before.`;

/** Long, well written, about something else. */
export const offTopicAnswer = `The history of the Roman aqueducts is fascinating. Water was carried over many miles by gravity alone. Engineers had to keep a very slight gradient along the whole channel. Arches carried the channel across valleys, and tunnels took it through hills. The first aqueduct of Rome was built in the fourth century before Christ. Lead pipes distributed the water within the city. Maintenance crews removed chalk deposits regularly. Many arches still stand in Spain, France and Italy.`;
