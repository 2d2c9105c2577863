import type { Facts, ModuleFacts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';

/** Whether the learner could use the module at `at`: it had opened by then, and was not closed again. */
export function isOpen(
  { releasedAt, closed }: Pick<ModuleFacts, 'releasedAt' | 'closed'>,
  at: Instant,
): boolean {
  if (releasedAt === null || releasedAt > at) return false;
  return closed?.some(({ from, until }) => from <= at && (until === null || until > at)) !== true;
}

/** The facts with a module that was closed at `at` and had opened first at `openedAt`, which facts that were read before it do not show yet. */
export function withModuleClosed(
  facts: Facts,
  { module: key, openedAt, at }: { module: string; openedAt: Instant; at: Instant },
): Facts {
  const modules = facts.modules.map((module) => {
    if (module.key !== key) return module;
    // It was open: whatever closed it before is over, also where only the run knows since when.
    const before = (module.closed ?? []).map((one) => ({ ...one, until: one.until ?? at }));
    const closed = [...before, { from: at, until: null }];
    return { ...module, releasedAt: module.releasedAt ?? openedAt, closed };
  });
  return { ...facts, modules };
}

/** The module as it is once it was opened at `at`: for the first time, or again. */
export function opened(module: ModuleFacts, at: Instant): ModuleFacts {
  const last = module.closed?.at(-1);
  const releasedAt = module.releasedAt === null ? at : Math.min(module.releasedAt, at);
  if (last === undefined || last.until !== null || last.from > at)
    return releasedAt === module.releasedAt ? module : { ...module, releasedAt };
  return { ...module, releasedAt, closed: [...(module.closed ?? []).slice(0, -1), { ...last, until: at }] };
}
