import type { Command } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunOutcome } from '../model/state.ts';
import type { Act } from '../simulate/learner-acts.ts';
import type { Watcher } from '../simulate/walk.ts';
import { DAY, HOUR } from '../time/durations.ts';
import type { Forecast, StepForecast } from './forecast.ts';
import { Outbound } from './outbound.ts';

/** A token's stay at a step that has not ended yet. */
interface Stay {
  stepId: StepId;
  visit: number;
  since: Instant;
}

/** How many more and fewer there are from each Monday on; added up at the end they are how many there are. */
type Changes = number[];

const OUTCOMES = ['completed', 'ended', 'exited'] as const satisfies readonly RunOutcome[];

/** Adds up what many walks meet. One for all of them, so that a learner leaves nothing behind but numbers. */
export class Tally implements Watcher {
  readonly #mondays: readonly Instant[];
  readonly #steps = new Map<StepId, StepForecast>();
  readonly #enrolled: Changes;
  readonly #finished: Record<RunOutcome, Changes>;
  readonly #firstHour: Instant;
  readonly #perHour: number[] = [];
  readonly #submissions: number[];
  #submittedBefore = 0;
  readonly #outbound: Outbound;
  #messages = 0;
  #unsent = 0;
  #learners = 0;
  #open = 0;
  #cutShort = 0;
  #stays: Stay[] = [];

  constructor(plan: Plan, mondays: readonly Instant[], from: Instant) {
    this.#mondays = mondays;
    this.#outbound = new Outbound(plan.definition.settings);
    this.#firstHour = Math.floor(from / HOUR) * HOUR;
    const none = (): Changes => mondays.map(() => 0);
    for (const id of Object.keys(plan.steps))
      this.#steps.set(id, { entered: 0, ports: {}, ended: 0, standing: none() });
    this.#enrolled = none();
    this.#submissions = none();
    this.#finished = { completed: none(), ended: none(), exited: none() };
  }

  /** One more learner, from their enrollment on. */
  begin(enrolledAt: Instant): void {
    this.#learners += 1;
    this.#stays = [];
    this.#outbound.begin();
    this.#note(this.#enrolled, enrolledAt, 1);
  }

  /** That was this learner; whoever still stands somewhere stands there from then on. */
  end(toTheEnd: boolean, finished: boolean): void {
    if (!toTheEnd) this.#cutShort += 1;
    if (!finished) this.#open += 1;
    for (const { stepId, since } of this.#stays) this.#stand(stepId, since, 1);
    this.#unsent += this.#outbound.settle(this.#sent);
  }

  command(command: Command): void {
    if (command.type === 'entered') {
      this.#stays.push({ stepId: command.stepId, visit: command.visit, since: command.at });
      const step = this.#steps.get(command.stepId);
      if (step !== undefined) step.entered += 1;
    } else if (command.type === 'left') {
      this.#leave(command.stepId, command.visit, command.port, command.at);
    } else if (command.type === 'message') {
      this.#outbound.queue(command);
    } else if (command.type === 'finished') {
      this.#note(this.#finished[command.outcome], command.at, 1);
      if (command.outcome === 'exited') this.#unsent += this.#outbound.callOff(command.at);
    }
  }

  /** A run that was called mails its learner, too. */
  called(command: Command): void {
    if (command.type === 'message') this.#outbound.queue(command);
  }

  act({ kind, at }: Act): void {
    if (kind !== 'submitted') return;
    const week = this.#mondayFrom(at + 1) - 1;
    if (week < 0) this.#submittedBefore += 1;
    else this.#submissions[week] = (this.#submissions[week] ?? 0) + 1;
  }

  result(): Forecast {
    const steps = Object.fromEntries(
      [...this.#steps].map(([id, step]) => [id, { ...step, standing: addedUp(step.standing) }]),
    );
    const finished = Object.fromEntries(
      OUTCOMES.map((outcome) => [outcome, addedUp(this.#finished[outcome])]),
    ) as Record<RunOutcome, number[]>;
    const perWeek = [...this.#submissions];
    return {
      learners: this.#learners,
      mondays: [...this.#mondays],
      steps,
      notEnrolled: addedUp(this.#enrolled).map((enrolled) => this.#learners - enrolled),
      finished,
      messages: {
        from: this.#firstHour,
        perHour: Array.from(this.#perHour, (count) => count ?? 0),
        total: this.#messages,
        unsent: this.#unsent,
      },
      submissions: {
        perWeek,
        before: this.#submittedBefore,
        total: perWeek.reduce((sum, count) => sum + count, this.#submittedBefore),
      },
      open: this.#open,
      cutShort: this.#cutShort,
    };
  }

  readonly #sent = (at: Instant): void => {
    this.#messages += 1;
    const hour = Math.floor((at - this.#firstHour) / HOUR);
    this.#perHour[hour] = (this.#perHour[hour] ?? 0) + 1;
  };

  #leave(stepId: StepId, visit: number, port: string | null, at: Instant): void {
    const index = this.#stays.findIndex((stay) => stay.stepId === stepId && stay.visit === visit);
    const [stay] = index < 0 ? [] : this.#stays.splice(index, 1);
    if (stay !== undefined && stay.since < at) {
      this.#stand(stepId, stay.since, 1);
      this.#stand(stepId, at, -1);
    }
    const step = this.#steps.get(stepId);
    if (step === undefined) return;
    if (port === null) step.ended += 1;
    else step.ports[port] = (step.ports[port] ?? 0) + 1;
  }

  #stand(stepId: StepId, from: Instant, change: number): void {
    const step = this.#steps.get(stepId);
    if (step !== undefined) this.#note(step.standing, from, change);
  }

  #note(changes: Changes, from: Instant, change: number): void {
    const index = this.#mondayFrom(from);
    if (index < changes.length) changes[index] = (changes[index] ?? 0) + change;
  }

  /** The first Monday that is not before `at`; as many as there are when none is. */
  #mondayFrom(at: Instant): number {
    const [first = at] = this.#mondays;
    let index = Math.max(0, Math.floor((at - first) / (7 * DAY)));
    while (index > 0 && (this.#mondays[index - 1] ?? at) >= at) index -= 1;
    while ((this.#mondays[index] ?? at) < at) index += 1;
    return index;
  }
}

function addedUp(changes: Changes): number[] {
  let sum = 0;
  return changes.map((change) => (sum += change));
}
