import { Walking } from './walking.ts';
import type { Frame, Mark, Position, Value } from './positions.ts';

/** What an author decides about the people at one step. */
export type Choice = { do: 'keep' | 'follow' | 'retime' | 'exit' } | { do: 'redirect'; to: string };
export type Scope = 'newOnly' | 'nextStep' | 'now';
export type EffectsAgain = 'reuse' | 'again';

/** A version is published while people are inside; a step without a choice gets what the engine proposes. */
export interface Publishing {
  version: number;
  scope: Scope;
  choices: Readonly<Record<string, Choice>>;
}

const sameWay = (one: Frame | null, { block, visit, way }: Frame): boolean =>
  one?.block === block && one.visit === visit && one.way === way;

const FARTHEST = 5 * 366 * 86_400_000;

/**
 * What operators may do about one position or the run, and what becomes of those inside when another version is published.
 * Each order answers whether it fits; one that does not changes nothing.
 */
export class MovesReference extends Walking {
  skip(step: string, visit: number, port: string | undefined, at: number): boolean {
    const one = this.#aim(step, visit);
    if (!one) return false;
    const ports = this.drawn.portsOf(one);
    const chosen = port ?? ports.find((name) => name !== 'error')!;
    if (!ports.includes(chosen) || this.drawn.landing(one, chosen) === null) return false;
    this.leave(one, chosen, at, 'taken');
    return this.#done(at);
  }

  releaseNow(step: string, visit: number, at: number): boolean {
    const one = this.#aim(step, visit);
    const kind = one && this.drawn.stepOf(one).kind;
    if (!one || (kind !== 'wait' && kind !== 'release')) return false;
    if (kind === 'release') this.openModule(one, at, 'taken');
    else this.leave(one, 'next', at, 'taken');
    return this.#done(at);
  }

  /** A blocked step begins again; `again`: under a new key, as a new visit. */
  retry(step: string, visit: number, effects: EffectsAgain, at: number): boolean {
    const one = this.#aim(step, visit);
    if (!one || one.trouble === null) return false;
    if (effects === 'again') return this.#move(one, step, 'again', at);
    this.#try(one, at);
    return this.#done(at);
  }

  move(step: string, visit: number, to: string, effects: EffectsAgain, at: number): boolean {
    const one = this.#aim(step, visit);
    return one !== undefined && this.#move(one, to, effects, at);
  }

  /** `seen`: the date the operator has before their eyes. */
  postpone(step: string, visit: number, to: number, seen: number | null, at: number): boolean {
    const one = this.#aim(step, visit);
    if (!one || one.trouble !== null || one.deadline === null || one.deadline !== seen) return false;
    const { kind } = this.drawn.stepOf(one);
    if (kind !== 'wait' && kind !== 'waitFor' && kind !== 'release') return false;
    if (to <= at || to <= one.deadline || to - at > FARTHEST) return false;
    one.notBefore = one.deadline = to;
    return true;
  }

  /** Sets the variable; a blocked step is tried again, another looks again. */
  change(step: string, visit: number, name: string, value: Value, at: number): boolean {
    const one = this.#aim(step, visit);
    if (!one) return false;
    this.vars.set(name, value);
    if (one.trouble !== null) this.#try(one, at);
    else this.again(one, at);
    return this.#done(at);
  }

  exit(at: number): boolean {
    if (this.outcome !== null) return false;
    this.exitAll(at);
    return true;
  }

  pause(at: number): boolean {
    if (this.paused || this.outcome !== null) return false;
    this.paused = true;
    this.pausedAt = at;
    for (const one of this.here) one.rest = one.deadline === null ? null : Math.max(0, one.deadline - at);
    return true;
  }

  /** The clocks run on, with what was left (a day in the calendar stays); then everybody looks at what came meanwhile. */
  resume(at: number): boolean {
    if (!this.paused || this.outcome !== null) return false;
    this.paused = false;
    this.pauses.push([this.pausedAt, at]);
    for (const one of this.here) {
      if (this.drawn.dateOf(one) !== null) continue;
      one.deadline = one.rest === null ? null : at + one.rest;
      if (one.notBefore !== null) one.notBefore += at - this.pausedAt;
    }
    for (const one of this.everybody()) {
      const { asleep, came } = one;
      one.asleep = false;
      one.came = null;
      if (asleep) {
        one.since = at;
        this.look(one, at);
      } else if (came !== null) this.settle(one, came, at);
      else if (one.trouble === null) this.again(one, at);
    }
    return this.#done(at);
  }

  /** What the author decides about everybody; answers nothing for who is not inside any more. */
  publish(publishing: Publishing, at: number): boolean {
    if (this.outcome !== null) return false;
    for (const one of this.everybody()) {
      const { step, visit } = one;
      const did = this.#decide(one, publishing, at);
      this.lines.push(`moved ${step} ${visit} ${did}`);
    }
    return this.#done(at);
  }

  /** Steps at which the position could stand, in its own version or the one it is to go over to. */
  fitting({ version, mark, frames }: Readonly<Position>): string[] {
    const versions = [version, ...(mark ? [mark.version] : [])];
    return versions.flatMap((one) => this.drawn.idsOf(one).filter((id) => this.drawn.fits(one, id, frames)));
  }

  /** What was done about one may make a join complete at which others stand. */
  #done(at: number): true {
    this.settleJoins(at);
    return true;
  }

  /** Nobody is ordered about in a pause, or once they are gone. */
  #aim = (step: string, visit: number): Position | undefined =>
    this.paused ? undefined : this.here.find((one) => one.step === step && one.visit === visit);

  /** The try rises unless the last one may have happened. */
  #try(one: Position, at: number): void {
    if (one.trouble === 'refused') one.tries += 1;
    one.trouble = null;
    one.notBefore = null;
    one.since = at;
    this.look(one, at);
  }

  /**
   * Out of the step and down at another, as a new visit: of the own version, else of the one it is to go over to, else of
   * the run's. Not into ways that are walked beside others, nor out of them or to another of them.
   */
  #move(one: Position, to: string, effects: EffectsAgain, at: number): boolean {
    const versions = [one.version, one.mark?.version ?? one.version, 0];
    const version = versions.find((other) => this.drawn.stepIn(other, to) !== undefined);
    if (version === undefined) return false;
    if (to !== one.step && !this.drawn.fits(version, to, one.frames)) return false;
    for (const step of this.drawn.actingAhead(version, to))
      if (!this.drawn.aheadOfBody(version, step, one.frames))
        this.#carry(step, effects, this.drawn.wayAround(version, step, one.frames));
    const callGoesOn = one.key !== null && this.reuse.get(one.step) === one.key;
    this.depart(one, null, at, 'taken', callGoesOn);
    // Where an author sends the people at a step is no matter of who was taken away from it.
    if (one.mark?.do === 'redirect') one.mark = { version: one.mark.version, do: 'follow' };
    this.look(this.replace(one, to, version, at), at);
    return this.#done(at);
  }

  /**
   * `reuse`: what was done at a step stands for what its next visit asks for, unless it was a call that came to nothing. On
   * the way of one module nothing stands that was done on the way of another. A visit that did nothing (its step was of
   * another kind then) lends its number.
   */
  #carry(step: string, effects: EffectsAgain, way: Frame | undefined): void {
    const made = this.made.get(step);
    const elsewhere = way !== undefined && made !== undefined && !sameWay(made.way, way);
    const lent = this.wasHere(step, way)
      ? `run:${step}:${this.lent.get(step) ?? this.visits.get(step)}`
      : null;
    const latest = made === undefined ? lent : elsewhere ? null : made.key;
    const key = this.reuse.get(step) ?? latest;
    const stands = key !== null && effects === 'reuse' && this.calls.get(key) !== 'exited';
    if (stands) this.reuse.set(step, key);
    else this.reuse.delete(step);
  }

  #decide(one: Position, { version, scope, choices }: Publishing, at: number): string {
    one.mark = null;
    if (one.version === version) return 'kept null';
    const choice = choices[one.step] ?? this.#proposed(one, version, scope);
    if (choice.do === 'keep') return 'kept null';
    const stays = (choice.do === 'follow' || choice.do === 'retime') && this.drawn.sameKind(one, version);
    // A step whose effect is under way is not left for another.
    if (scope === 'nextStep' || (one.awaits && !stays)) return this.#mark(one, version, choice);
    if (choice.do === 'exit') {
      this.exitAll(at);
      return 'exited null';
    }
    if (choice.do === 'redirect') {
      if (!this.drawn.fits(version, choice.to, one.frames)) return 'kept null';
      return this.#redirect(one, version, choice.to, at);
    }
    if (!stays) return this.#redirect(one, version, one.step, at);
    return this.#follow(one, version, choice.do === 'retime', at);
  }

  #proposed(one: Position, version: number, scope: Scope): Choice {
    if (scope === 'newOnly') return { do: 'keep' };
    if (scope === 'nextStep') return { do: 'follow' };
    if (!this.drawn.sameKind(one, version)) return { do: 'keep' };
    return { do: this.drawn.timed(one, version) ? 'retime' : 'follow' };
  }

  #mark(one: Position, version: number, choice: Choice): string {
    const mark: Mark =
      choice.do === 'redirect'
        ? { version, do: 'redirect', to: choice.to }
        : { version, do: choice.do === 'exit' ? 'exit' : 'follow' };
    one.mark = mark;
    return `marked ${choice.do === 'redirect' ? choice.to : null}`;
  }

  /** In a paused run they begin there when the pause is over. */
  #redirect(one: Position, version: number, to: string, at: number): string {
    this.depart(one, null, at, 'taken');
    const next = this.replace(one, to, version, at);
    if (this.paused) next.asleep = true;
    else this.look(next, at);
    return `redirected ${to}`;
  }

  /** The visit goes on by the other version. Only a wait was given its date once; time served counts when it is given anew. */
  #follow(one: Position, version: number, retime: boolean, at: number): string {
    const did = retime && one.trouble === null && !one.asleep ? 'retimed null' : 'followed null';
    const changed = this.drawn.changed(one, version);
    one.version = version;
    if (one.asleep) return did;
    if (retime || this.drawn.stepOf(one).kind !== 'wait') this.#redate(one);
    if (changed && !this.paused && one.trouble === null) this.again(one, at);
    return did;
  }

  #redate(one: Position): void {
    const length = this.drawn.lengthOf(one);
    const date = this.drawn.dateOf(one);
    const end = length === null ? date : one.since + length + this.stoodStill(one.since);
    one.deadline = end === null ? null : Math.max(end, one.notBefore ?? end);
    if (this.paused) one.rest = one.deadline === null ? null : Math.max(0, one.deadline - this.pausedAt);
  }
}
