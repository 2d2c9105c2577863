import type { BlackoutDates, Definition, Edge, Step, StepId, StepOf } from './definition.ts';

/** An automation as whoever calls it has to know it. */
export interface CallableAutomation {
  id: string;
  name: string;
  state: 'live' | 'unpublished' | 'archived';
  use: 'journey' | 'campaign';
  /** The automations that its published version calls. */
  calls: string[];
  /** Nobody enters it while they are inside one of these. */
  suppressWhile: string[];
}

/** What a course offers that a definition may refer to. */
export interface Catalogue {
  modules: Array<{
    key: string;
    title: string;
    position: number;
    /** The key of its phase, as conditions name it. */
    phase: string;
    /** As people read it; left out: not known, the key is said. */
    phaseTitle?: string;
    hasAssessment: boolean;
  }>;
  /** Null for an automation that belongs to no course. */
  courseTitle: string | null;
  /** The school's segments; left out: not known, so nothing is said about them. */
  segments?: Array<{ id: string; name: string }>;
  /** Where calls may go, and whether the school has a key to sign them; left out: not known, so nothing is said about it. */
  egress?: { hosts: string[]; schoolKey: boolean };
  /** Who writes texts; null: nobody, there is no AI provider. Left out: not known. */
  writer?: string | null;
  /** The school's courses that can be had; left out: not known. */
  courses?: Array<{ key: string; title: string }>;
  /** The school's automations, for those who call one; left out: not known. */
  automations?: CallableAutomation[];
  /** Whose drawing it is; left out or null: of none that is saved. */
  automationId?: string | null;
}

/** One thing wrong with a definition, where, and what to do. `severity: error` refuses publishing. */
export interface Problem {
  severity: 'error' | 'warning';
  /** `area.problem`, stable. */
  code: string;
  stepId: StepId | null;
  /** Path inside the step's config, dot-separated; null for the step or the drawing as a whole. */
  field: string | null;
  /** A sentence a person understands, with the remedy. */
  message: string;
  /** All the steps that it concerns, when there are several; `stepId` is the one to begin with. */
  steps?: StepId[] | undefined;
}

/** A block around a step: which step opened it, and on which of its ways. */
export interface Around {
  stepId: StepId;
  way: string;
  /** The block goes through modules: whoever is inside is on the way of one of them. */
  each?: true;
}

/** A block that goes through modules. */
export interface EachBlock {
  /** The step that opens it. */
  stepId: StepId;
  /** In course order. */
  modules: readonly string[];
  /** Release steps only: which module each of them counts from. */
  previous: Readonly<Record<string, string | null>>;
}

export interface PlanStep {
  id: StepId;
  step: Step;
  /** Ports this step has, in drawing order. */
  ports: string[];
  /** port -> edge */
  out: Record<string, Edge>;
  /** The module this step is about: its own, or the one opened or assessed last on every way here. */
  module: string | null;
  /** The blocks it stands in, outermost first; a join stands where the step that opened its block does. */
  scope: Around[];
  /** Steps that open a block only: the join that closes it; null: its ways end apart. */
  join: StepId | null;
  /** Joins only: the step that opened the block. */
  opener: StepId | null;
  /** Release steps only: the nearest earlier module, in course order, that is released on the way here. */
  previous: string | null;
  /** The block around it that goes through modules, or that it opens itself. */
  each: EachBlock | null;
  /** The automation's own: a moment that this step waits for is none of these days. */
  blackouts: readonly BlackoutDates[];
  /** Waits for a module's opening only: how the modules are opened that this moment hangs on, by key. */
  openings: Readonly<Record<string, readonly Opening[]>> | null;
}

/** One release of a module in this drawing: by which rule, counted from which module. */
export interface Opening {
  config: StepOf<'release'>['config'];
  previous: string | null;
}

/** A definition that may run: validated, indexed, hashed. Immutable. */
export interface Plan {
  /** SHA-256 over the canonical JSON of the definition (layout excluded), hex. */
  hash: string;
  versionId: string;
  definition: Definition;
  steps: Record<StepId, PlanStep>;
  /** Event types a run of this plan may react to; the router delivers no others. */
  listens: string[];
  /** Its goals, in the order in which they are looked at. */
  goals: StepId[];
  /** Waits for which an event counts that came before them, and the steps that some of them count from. */
  since: { waits: StepId[]; marks: StepId[] };
  /** Modules the plan refers to, in course order. */
  modules: string[];
  /** Modules that it opens. */
  opens: string[];
  /** The same drawing with what is walked for each module standing there once for each; absent when nothing is. */
  rolledOut?: Plan;
  /**
   * Plans of the other versions that the run at hand stands on or moves to, by version id; see `withVersions`. Absent:
   * all of its tokens are taken to stand on this one.
   */
  beside?: Readonly<Record<string, Plan>>;
  /**
   * The automations that it calls, and those that they call, as they are published now, by id: whoever imagines a run goes
   * through them. Absent, or one that is missing: how its run ends is for the script to say.
   */
  called?: Readonly<Record<string, CalledPlan>>;
  /** With `called`: the automation whose drawing this is. */
  automationId?: string;
}

/** A drawing that another one calls. */
export interface CalledPlan {
  name: string;
  plan: Plan;
}

/** `problems` holds the warnings too. */
export type Compiled = { ok: true; plan: Plan; warnings: Problem[] } | { ok: false; problems: Problem[] };
