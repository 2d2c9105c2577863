import type { Facts, FactsView, ModuleFacts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { daysBetween } from '../time/durations.ts';
import { accessAt, paymentAt } from './money.ts';
import { fieldsAt, tagsAt } from './person.ts';
import { standingsAt, type ModuleStanding } from './module-standing.ts';
import { progressFrom } from './progress.ts';
import { FactsInView, PhaseInView } from './views.ts';

/** Whether something dated had happened by `at`. */
export function happened(moment: Instant | null, at: Instant): boolean {
  return moment !== null && moment <= at;
}

/** Whether the learner holds the certificate at `at`: it was issued by then, and not taken back. */
export function isCertified({ credential }: Pick<Facts, 'credential'>, at: Instant): boolean {
  return happened(credential.issuedAt, at) && !happened(credential.revokedAt ?? null, at);
}

/** What is done of some modules together, and whether each of them is complete. */
class Sum {
  done = 0;
  required = 0;
  completed = true;

  add({ view, done, required }: ModuleStanding): void {
    this.done += done;
    this.required += required;
    this.completed &&= view.completed;
  }

  get percent(): number {
    return progressFrom(this).percent;
  }
}

function viewOf(facts: Facts, at: Instant): FactsView {
  const all = new Sum();
  const byPhase = new Map<string, Sum>();
  const view = new FactsInView();
  for (const [index, standing] of standingsAt(facts.modules, at).entries()) {
    const { key, phase } = facts.modules[index] as ModuleFacts;
    let sum = byPhase.get(phase);
    if (sum === undefined) byPhase.set(phase, (sum = new Sum()));
    view.modules[key] = standing.view;
    view.awaitsGrade ||= standing.awaitsGrade;
    sum.add(standing);
    all.add(standing);
  }
  for (const [phase, sum] of byPhase) {
    view.phases[phase] = Object.assign(new PhaseInView(), {
      completed: sum.completed,
      progress: sum.percent,
    });
  }
  view.progress = all.percent;
  view.requirementsMet = all.completed;
  view.certified = isCertified(facts, at);
  view.daysSinceEnrollment = daysBetween(facts.enrolledAt, at, facts.learnerZone);
  view.tags = tagsAt(facts.person, at);
  view.fields = fieldsAt(facts.person, at);
  if (facts.money !== undefined) {
    view.payment = paymentAt(facts, at);
    view.access = accessAt(facts, at);
  }
  return view;
}

let last: { facts: Facts; at: Instant; view: FactsView } | null = null;

/**
 * The facts as they stood at `at`: everything dated later is unknown. This is what a condition sees, and the reason
 * why a turn two hours late decides as it would have decided in time. Asked again for the same facts and moment, it
 * answers the same view.
 *
 * @throws ZoneUnknownError when the learner's zone is not a zone
 */
export function factsAt(facts: Facts, at: Instant): FactsView {
  if (last !== null && last.facts === facts && last.at === at) return last.view;
  const view = viewOf(facts, at);
  last = { facts, at, view };
  return view;
}
