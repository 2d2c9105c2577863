import type { MoveKind, PlannedRun, PublishPlan } from '@gradus/contracts';
import {
  type MigrationPlan,
  type MigrationPreview,
  type Place,
  type Plan,
  previewMigration,
} from '@gradus/flow';
import type { RunInside } from './runs-inside.ts';

const SAMPLES = 60;

type Tallied = Pick<
  PublishPlan,
  'looked' | 'moves' | 'dates' | 'mails' | 'effects' | 'opens' | 'ends' | 'samples'
>;

/** Publishing tried on run after run, with nothing kept, and what came of it in numbers. */
export class DryRun {
  readonly #to: Plan;
  readonly #migration: MigrationPlan;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #moves: Record<MoveKind, number> = {
    kept: 0,
    followed: 0,
    retimed: 0,
    redirected: 0,
    exited: 0,
    marked: 0,
  };
  readonly #dates = { earlier: 0, later: 0, same: 0, atOnce: 0 };
  readonly #opens = new Map<string, number>();
  readonly #samples: Array<{ weight: number; run: PlannedRun }> = [];
  #looked = 0;
  #mails = 0;
  #effects = 0;
  #ends = 0;

  /** @param numbers of the versions, by id */
  constructor(to: Plan, migration: MigrationPlan, numbers: ReadonlyMap<string, number>) {
    this.#to = to;
    this.#migration = migration;
    this.#numbers = numbers;
  }

  tryOn(run: RunInside): void {
    const migration = { to: this.#to, migration: this.#migration };
    const preview = previewMigration(run.plan, run.state, migration, run.facts, run.now);
    const titles = new Map(run.facts.modules.map(({ key, title }) => [key, title]));
    const opens = preview.opens.map((key) => titles.get(key) ?? key);
    this.#looked += 1;
    this.#mails += preview.mails;
    this.#effects += preview.effects;
    this.#ends += preview.ends === null ? 0 : 1;
    for (const { did } of preview.moves) this.#moves[did] += 1;
    for (const title of opens) this.#opens.set(title, (this.#opens.get(title) ?? 0) + 1);
    const dates = preview.before.flatMap((place) => dateChange(place, preview));
    for (const change of dates) this.#dates[change] += 1;
    this.#keep(weightOf(preview, dates), {
      runId: run.runId,
      who: run.who,
      version: this.#numbers.get(run.versionId) ?? 0,
      before: preview.before.map((place) => shown(place, run)),
      after: preview.after.map((place) => shown(place, run)),
      did: preview.moves.map(({ did }) => did),
      mails: preview.mails,
      opens,
      ends: preview.ends !== null,
    });
  }

  result(): Tallied {
    return {
      looked: this.#looked,
      moves: this.#moves,
      dates: this.#dates,
      mails: this.#mails,
      effects: this.#effects,
      opens: [...this.#opens]
        .map(([title, count]) => ({ title, count }))
        .toSorted((a, b) => b.count - a.count),
      ends: this.#ends,
      samples: this.#samples.map(({ run }) => run),
    };
  }

  /** The weightiest first; of the same weight who came first. */
  #keep(weight: number, run: PlannedRun): void {
    const samples = this.#samples;
    if (samples.length === SAMPLES && samples.at(-1)!.weight >= weight) return;
    const place = samples.findIndex((other) => other.weight < weight);
    samples.splice(place === -1 ? samples.length : place, 0, { weight, run });
    if (samples.length > SAMPLES) samples.pop();
  }
}

type DateChange = keyof PublishPlan['dates'];

/** What becomes of the date of somebody who waits, and is not sent elsewhere. */
function dateChange(place: Place, { after, ends, moves }: MigrationPreview): DateChange[] {
  const moved = moves.find(({ stepId }) => stepId === place.stepId);
  if (place.until === null || ends !== null || moved?.did === 'redirected' || moved?.did === 'exited')
    return [];
  const now = after.find(({ stepId }) => stepId === place.stepId);
  if (now === undefined) return ['atOnce'];
  if (now.until === null || now.until === place.until) return ['same'];
  return [now.until < place.until ? 'earlier' : 'later'];
}

function weightOf(preview: MigrationPreview, dates: DateChange[]): number {
  if (preview.ends !== null) return 4;
  if (dates.includes('atOnce') || preview.mails + preview.effects + preview.opens.length > 0) return 3;
  if (preview.moves.some(({ did }) => did === 'redirected')) return 3;
  if (dates.some((change) => change !== 'same')) return 2;
  return preview.moves.some(({ did }) => did !== 'kept') ? 1 : 0;
}

function shown({ title, until, status }: Place, { clock }: RunInside): PlannedRun['before'][number] {
  return { title, status, until: until === null ? null : clock.toReal(until).toISOString() };
}
