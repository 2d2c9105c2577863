import {
  type Catalogue,
  type Command,
  type Definition,
  type Facts,
  type Input,
  type Plan,
  type RunState,
  compile,
  initialState,
  nextInput,
  reduce,
} from '@gradus/flow';

/** When every case begins. */
export const STARTED = Date.parse('2025-03-03T08:00:00Z');
/** What drawings wait for. */
export const EVENTS = ['lesson.completed', 'submission.made', 'payment.succeeded'] as const;
/** Of no course. */
export const CATALOGUE: Catalogue = { courseTitle: null, modules: [] };
/** Nothing is known of the person but where they live. */
export const FACTS: Facts = {
  personId: 'person',
  learnerZone: 'Europe/Berlin',
  schoolZone: 'Europe/Berlin',
  enrolledAt: STARTED,
  completedAt: null,
  modules: [],
  credential: { issuedAt: null, failedAt: null },
  person: { tags: [], fields: [] },
};

/** A course of these modules, of which nothing is open or done yet. */
export function courseOf(modules: ReadonlyArray<{ key: string; position: number }>): {
  catalogue: Catalogue;
  facts: Facts;
} {
  const named = modules.map((module) => ({ ...module, title: module.key, phase: 'p' }));
  return {
    catalogue: {
      courseTitle: 'Course',
      modules: named.map((module) => ({ ...module, hasAssessment: false })),
    },
    facts: {
      ...FACTS,
      modules: named.map((module) => ({
        ...module,
        releasedAt: null,
        requiredLessons: 1,
        lessonCompletions: [],
        assessment: null,
      })),
    },
  };
}

/** The plan of what was drawn from this seed; a drawing that does not compile is a mistake of who draws. */
export function planOf(seed: number, definition: Definition, catalogue: Catalogue, versionId: string): Plan {
  const compiled = compile(definition, catalogue, versionId);
  if (!compiled.ok) throw new Error(`Drawing ${seed}: ${compiled.problems[0]?.message}`);
  return compiled.plan;
}

type Left = Extract<Command, { type: 'left' }>;

/** The engine, driven as a live run drives it. */
export class Live {
  readonly plan: Plan;
  state: RunState = initialState('run', STARTED);
  facts: Facts;
  /** All that the engine wanted written, in order. */
  readonly commands: Command[] = [];
  #pending: Input[] = [{ kind: 'started', at: STARTED }];

  constructor(plan: Plan, facts: Facts = FACTS) {
    this.plan = plan;
    this.facts = facts;
    this.advance(STARTED);
  }

  take(input: Input): void {
    this.#pending.push(input);
    this.advance(input.at);
  }

  advance(now: number): void {
    for (;;) {
      const input = nextInput(this.state, this.#pending, now);
      if (!input) return;
      if (input.kind !== 'time') this.#pending.shift();
      const { state, commands } = reduce(this.plan, this.state, input, this.facts, now);
      this.state = state;
      this.commands.push(...commands);
    }
  }

  /** Every step that was left, in order. */
  get left(): Left[] {
    return this.commands.filter((command): command is Left => command.type === 'left');
  }

  /** The outcome, once the run is over or as good as; else null. */
  get over(): string | null {
    return (this.state.finished ?? this.state.ending)?.outcome ?? null;
  }
}
