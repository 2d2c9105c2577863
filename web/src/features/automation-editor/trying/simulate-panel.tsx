import { Tabs } from '../../../ui/control/tabs.tsx';
import { Panel } from '../panels/panel.tsx';
import { LearnerTab } from './learner-tab.tsx';
import { PastTab } from './past-tab.tsx';

/** The draft tried out on one learner: an imagined one, or one who was really there. */
export function SimulatePanel({ onClose, onProblems }: { onClose(): void; onProblems(): void }) {
  return (
    <Panel
      title="Simulate a learner"
      description="One learner through the whole draft, in a moment. Nothing is sent, nobody is touched."
      onClose={onClose}
    >
      <Tabs
        aria-label="Which learner"
        tabs={[
          {
            value: 'imagined',
            label: 'An imagined learner',
            content: <LearnerTab onProblems={onProblems} />,
          },
          { value: 'past', label: 'A past learner', content: <PastTab onProblems={onProblems} /> },
        ]}
      />
    </Panel>
  );
}
