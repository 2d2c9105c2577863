import { ChevronRight } from 'lucide-react';
import type { PublicSettings, Role } from '@gradus/contracts';
import { Spinner } from '../../ui/progress.tsx';
import { SimulatedBadge } from '../../ui/status.tsx';

const roles: Record<Role, string> = {
  learner: 'Learner: studies week by week',
  instructor: 'Instructor: draws the journey, grades',
  ops: 'Operations: finds and repairs',
  admin: 'School owner: all of it',
};

interface DemoSignInsProps {
  demo: NonNullable<PublicSettings['demo']>;
  busyWith: string | null;
  onChoose(email: string, password: string): void;
}

/** In the demo nobody has to type: one press is a sign-in. */
export function DemoSignIns({ demo, busyWith, onChoose }: DemoSignInsProps) {
  return (
    <section aria-labelledby="demo-people" className="flex flex-col gap-3 text-left">
      <div className="flex items-center justify-between gap-3">
        <h2 id="demo-people" className="text-sm font-medium">
          Or come in as one of these
        </h2>
        <SimulatedBadge>Demo</SimulatedBadge>
      </div>
      <ul className="overflow-hidden rounded-xl border border-line bg-surface shadow-low">
        {demo.people.map((person) => (
          <li key={person.email} className="border-b border-line last:border-0">
            <button
              type="button"
              disabled={busyWith !== null}
              onClick={() => onChoose(person.email, demo.password)}
              className="flex w-full items-center gap-3 px-4 py-3 text-left -outline-offset-2 transition-colors hover:bg-sunken/70 disabled:opacity-60"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium text-ink">{person.name}</span>
                <span className="block text-sm">{roles[person.role]}</span>
              </span>
              {busyWith === person.email ? <Spinner /> : <ChevronRight className="size-4" aria-hidden />}
            </button>
          </li>
        ))}
      </ul>
      <p className="text-sm">
        They all share the password{' '}
        <code className="rounded-sm bg-sunken px-1.5 py-0.5 text-ink">{demo.password}</code>
      </p>
    </section>
  );
}
