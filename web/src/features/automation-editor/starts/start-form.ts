import type { AutomationDetail } from '@gradus/contracts';
import type { StepOf } from '@gradus/flow';

export type Start = StepOf<'trigger'>['config']['on'];
export type StartOf<K extends Start['kind']> = Extract<Start, { kind: K }>;

/** What the form of each kind of start gets. */
export interface StartFormProps<K extends Start['kind']> {
  on: StartOf<K>;
  onChange(on: StartOf<K>): void;
  errorAt(field: string): string | undefined;
  catalogue: AutomationDetail['catalogue'];
  automationId: string;
}
