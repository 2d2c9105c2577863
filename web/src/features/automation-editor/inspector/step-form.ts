import type { AutomationDetail } from '@gradus/contracts';
import type { StepKind, StepOf } from '@gradus/flow';

/** What every form of a step kind gets. `errorAt('for.duration')` says what is wrong with a field. */
export interface StepFormProps<K extends StepKind> {
  config: StepOf<K>['config'];
  onChange(config: StepOf<K>['config']): void;
  errorAt(field: string): string | undefined;
  catalogue: AutomationDetail['catalogue'];
  automationId: string;
  stepId: string;
}
