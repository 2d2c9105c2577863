import type { Instant } from '@gradus/flow';

/**
 * The affine clock of a run: virtual = origin + (real - origin) * speed. The engine sees virtual instants, rows hold
 * real ones (except `step_runs` and `run_events.at`, which tell the run's own story).
 */
export class RunClock {
  readonly originMs: number;
  readonly speed: number;

  constructor(origin: Date, speed: number) {
    this.originMs = origin.getTime();
    this.speed = speed;
  }

  toVirtual(real: Date): Instant {
    return Math.round(this.originMs + (real.getTime() - this.originMs) * this.speed);
  }

  toReal(virtual: Instant): Date {
    return new Date(Math.ceil(this.originMs + (virtual - this.originMs) / this.speed));
  }

  /** The last real moment that is not after it: what a fact that a run itself makes is dated by, so that it sees it. */
  toRealNotAfter(virtual: Instant): Date {
    return new Date(Math.floor(this.originMs + (virtual - this.originMs) / this.speed));
  }

  /** Real milliseconds that a stretch of virtual time takes. */
  realDuration(virtualMs: number): number {
    return virtualMs / this.speed;
  }
}
