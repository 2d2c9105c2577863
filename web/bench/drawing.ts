import type { Definition, Step } from '@gradus/flow';

const wait: Step = {
  kind: 'wait',
  title: 'Wait',
  config: { for: { kind: 'duration', duration: { amount: 3, unit: 'days' } }, zone: 'learner' },
};
const mail: Step = {
  kind: 'message',
  title: 'Mail',
  config: { category: 'transactional', subject: 'A word', body: 'Hi', waitForDelivery: false },
};
const branch: Step = {
  kind: 'branch',
  title: 'Far enough?',
  config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.progress >= 50' }] },
};

/** A journey of so many steps: every fifth a branch whose other way goes round by a mail. */
export function drawingOf(count: number): Definition {
  const steps: Definition['steps'] = {
    start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
  };
  const edges: Definition['edges'] = [];
  const made = ['start'];
  let open: { from: string; port: string }[] = [{ from: 'start', port: 'next' }];
  const add = (id: string, step: Step, from: typeof open) => {
    steps[id] = { ...step, title: `${step.title} ${id}` };
    for (const end of from) edges.push({ ...end, to: id });
    made.push(id);
  };
  for (let index = 1; made.length < count - 1; index += 1) {
    const id = `s${index}`;
    if (index % 5 === 0 && made.length < count - 2) {
      add(id, branch, open);
      add(`m${index}`, mail, [{ from: id, port: 'otherwise' }]);
      open = [
        { from: id, port: 'yes' },
        { from: `m${index}`, port: 'next' },
      ];
    } else {
      add(id, wait, open);
      open = [{ from: id, port: 'next' }];
    }
  }
  add('end', { kind: 'end', title: 'End', config: { outcome: 'completed' } }, open);
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    steps,
    edges,
    settings: { exitOn: [] },
  };
}
