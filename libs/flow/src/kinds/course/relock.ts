import { happened } from '../../learner/facts-at.ts';
import { isOpen } from '../../learner/module-access.ts';
import type { ModuleFacts } from '../../model/facts.ts';
import type { Instant } from '../../model/instant.ts';
import type { StepRules } from '../step-rules.ts';
import { moduleMissing } from './release.ts';

/** Open, or due to be by a date that was written ahead and that no turn has caught up with yet. */
function usable(module: ModuleFacts, at: Instant): boolean {
  return isOpen(module, at) || happened(module.opensAt ?? null, at);
}

/**
 * Closes a module again, by name: nothing else ever does. What was done in it is kept and goes on counting, and what was
 * handed in is graded. A later release opens it again, whichever automation's; one that is not open is passed by, and its
 * dates are left as they are.
 */
export const relock: StepRules<'relock'> = {
  ports: () => ['next'],
  listens: () => [],
  takesTime: () => false,
  decide({ config, facts, at }) {
    const module = facts.modules.find(({ key }) => key === config.module);
    if (module === undefined) return { do: 'block', problem: moduleMissing(config.module) };
    if (!usable(module, at)) return { do: 'leave', port: 'next', reason: 'facts' };
    const emit = [{ type: 'relock' as const, module: config.module, because: config.reason }];
    return { do: 'leave', port: 'next', reason: 'passed through', emit };
  },
};
