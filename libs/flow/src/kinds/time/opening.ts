import { happened } from '../../learner/facts-at.ts';
import type { Instant } from '../../model/instant.ts';
import type { Opening, PlanStep } from '../../model/plan.ts';
import { releaseBase, releaseMoment } from '../course/release.ts';
import type { RunView } from '../step-rules.ts';

/** A run at one moment, and how its drawing opens modules. */
export interface OpeningContext extends RunView {
  openings: PlanStep['openings'];
}

/** By which releases this drawing opens a module; none: another automation's does, if any. */
export function releasesOf(
  module: string,
  { openings }: Pick<OpeningContext, 'openings'>,
): readonly Opening[] {
  return openings !== null && Object.hasOwn(openings, module) ? (openings[module] ?? []) : [];
}

function momentOf(opening: Opening, context: OpeningContext, seen: readonly string[]): Instant | null {
  const { config, previous } = opening;
  const counted = { ...context, previous };
  if (config.policy.kind === 'afterPreviousRelease' && previous !== null) {
    const before = openingOf(previous, context, seen);
    return before === null ? null : releaseMoment(config, before, counted);
  }
  const base = releaseBase(config, counted);
  return base === null ? null : releaseMoment(config, base.at, counted);
}

/**
 * When a module opens, or opened, as far as is known at `at`: by the rule of the release that this drawing has for it, the
 * earliest if it has several; a module that it has none for when the facts say. Null: nobody can say yet.
 *
 * @throws ZoneUnknownError
 */
export function openingOf(
  module: string,
  context: OpeningContext,
  seen: readonly string[] = [],
): Instant | null {
  const known = context.facts.modules.find(({ key }) => key === module);
  if (known !== undefined && happened(known.releasedAt, context.at)) return known.releasedAt;
  if (seen.includes(module)) return null;
  const releases = releasesOf(module, context);
  if (releases.length === 0) return known?.opensAt ?? null;
  const moments = releases
    .map((opening) => momentOf(opening, context, [...seen, module]))
    .filter((moment) => moment !== null);
  return moments.length > 0 ? Math.min(...moments) : null;
}
