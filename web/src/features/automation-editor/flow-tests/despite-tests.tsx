import { Reason } from '@gradus/contracts';
import { CircleX } from 'lucide-react';
import { hasCode } from '../../../api/problem.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';

interface RedTest {
  testId: string;
  name: string;
  failures: { message: string }[];
}

/** The tests that publishing found red; null: it was refused for something else, or not at all. */
export function redTestsOf(error: unknown): RedTest[] | null {
  if (!hasCode(error, 'automation.tests-red')) return null;
  const failures = error.data['failures'];
  return Array.isArray(failures) ? (failures as RedTest[]) : null;
}

interface DespiteTestsProps {
  red: readonly RedTest[];
  reason: string;
  onReason(reason: string): void;
}

/** What is red, and why it is published all the same. */
export function DespiteTests({ red, reason, onReason }: DespiteTestsProps) {
  return (
    <section
      role="alert"
      aria-label="Red tests"
      className="flex flex-col gap-3 rounded-lg bg-bad-soft p-4 text-sm"
    >
      <h3 className="font-semibold">
        {red.length === 1 ? 'One test is red' : `${red.length} tests are red`}
      </h3>
      <ul className="flex flex-col gap-2">
        {red.map(({ testId, name, failures }) => (
          <li key={testId} className="flex gap-2">
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
            <span>
              <span className="font-medium">{name}</span>
              {failures.map(({ message }) => (
                <span key={message} className="block">
                  {message}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <FormField label="Why publish anyway?" hint="Kept in the audit log with your name.">
        <Textarea
          rows={2}
          maxLength={Reason.maxLength ?? undefined}
          value={reason}
          onChange={(event) => onReason(event.target.value)}
        />
      </FormField>
    </section>
  );
}
