import type { StepId } from '../model/definition.ts';
import type { Plan } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import type { Mind } from '../simulate/mind.ts';
import type { Behaviour, Scenario } from '../simulate/scenario.ts';
import { MOST_STEPS, Walk } from '../simulate/walk.ts';
import { DAY } from '../time/durations.ts';
import {
  behavioursAfter,
  catchUpChoice,
  decide,
  effectChoices,
  gradedTooLate,
  moduleChoices,
  taskChoices,
  type CatchUp,
  type Choice,
} from './choices.ts';
import { waitsForLearner } from './asked.ts';
import { comingTo } from './coming.ts';
import type { Evidence } from './evidence.ts';
import type { Relevance } from './relevance.ts';
import { signatureOf } from './signature.ts';

/** Everything is left open: whoever explores decides it. */
const OPEN_MIND: Mind = { inModule: () => null, answer: () => null, judge: () => null };

/** Rounds of a loop that are looked at one by one; a scripted way may go round as often as it likes. */
const MOST_ROUNDS = 4;

/** Setting out on another way copies what the run has been through: so many steps of it cost as much as a turn. */
const STEPS_COPIED = 150;

interface Made {
  choice: Choice;
  before: Made | null;
}

/** A walk and how it came to be. */
class Node {
  readonly walk: Walk;
  readonly base: Scenario;
  made: Made | null;
  /** How many of its choices are not the usual ones. */
  readonly unusual: number;
  /** What each token was last asked about what may come to it, by the token's id. */
  asked: ReadonlyMap<number, string>;
  /** Where each token was when something could have come to it that did not, by the token's id. */
  declined: ReadonlyMap<number, string>;

  constructor(walk: Walk, base: Scenario, from: Node | null, unusual: number) {
    this.walk = walk;
    this.base = base;
    this.unusual = unusual;
    this.made = from?.made ?? null;
    this.asked = from?.asked ?? new Map();
    this.declined = from?.declined ?? new Map();
  }

  choices(): Choice[] {
    const choices: Choice[] = [];
    for (let made = this.made; made !== null; made = made.before) choices.push(made.choice);
    return choices.toReversed();
  }
}

interface Question {
  /** Says which question it is, for a signature. */
  about: string;
  /** The token it is about, when it is about what comes to one. */
  token: Token | null;
  options: Choice[];
}

/** Chooses among options when one way is followed to its end. Answers an index. */
export type Policy = (options: readonly Choice[]) => number;

const place = ({ stepId, visit }: Pick<Token, 'stepId' | 'visit'>) => `${stepId}:${visit}`;

/** How far an exploration went. */
export interface Looked {
  /** Different ways, each until it ended or met one that was known. */
  ways: number;
  /** No way was left out: neither for want of time nor because a loop went on and on. */
  complete: boolean;
}

/** Goes through a drawing in every way that its steps can tell apart, the usual ones first, until the budget is spent. */
export class Explorer {
  readonly #plan: Plan;
  readonly #relevance: Relevance;
  readonly #evidence: Evidence;
  readonly #known = new Set<string>();
  #open: Node[][] = [];
  readonly #unknownSeen = new Set<StepId>();
  #turnsLeft = 0;
  #ways = 0;
  #complete = true;

  constructor(plan: Plan, relevance: Relevance, evidence: Evidence) {
    this.#plan = plan;
    this.#relevance = relevance;
    this.#evidence = evidence;
  }

  /** One way, as the policy has it. Answers how many steps were left on it. */
  follow(base: Scenario, policy: Policy, mostSteps = MOST_STEPS): number {
    const node = this.#begin(base);
    this.#ways += 1;
    while (node.walk.underWay && node.walk.steps < mostSteps) {
      const question = this.#question(node);
      if (question === null) {
        if (!this.#goOn(node)) break;
        continue;
      }
      const choice = question.options[policy(question.options)] ?? question.options[0];
      if (choice !== undefined) this.#choose(node, question, choice);
    }
    this.#atEnd(node);
    return node.walk.steps;
  }

  /** Every way, those with the fewest unusual choices first, until so many turns have been taken. */
  search(base: Scenario, budget: number): void {
    this.#turnsLeft = budget;
    this.#open = [];
    this.#push(this.#begin(base));
    for (let unusual = 0; unusual < this.#open.length; unusual += 1) {
      const nodes = this.#open[unusual] ?? [];
      for (let node = nodes.shift(); node !== undefined; node = nodes.shift()) {
        if (this.#turnsLeft <= 0) {
          this.#complete = false;
          return;
        }
        this.#ways += 1;
        this.#expand(node);
      }
    }
  }

  looked(): Looked {
    return { ways: this.#ways, complete: this.#complete };
  }

  #begin(base: Scenario): Node {
    this.#evidence.way = { base, choices: () => [] };
    return new Node(Walk.begin(this.#plan, base, this.#evidence, OPEN_MIND), base, null, 0);
  }

  #push(node: Node): void {
    (this.#open[node.unusual] ??= []).push(node);
  }

  #expand(node: Node): void {
    const forkCost = Object.keys(this.#plan.steps).length / STEPS_COPIED;
    while (node.walk.underWay) {
      if (this.#roundAndRound(node)) return;
      const question = this.#question(node);
      if (question === null) {
        if (this.#turnsLeft <= 0 || !this.#goOn(node)) break;
        continue;
      }
      const [usual, ...others] = question.options;
      if (others.length > 0) {
        const signature = signatureOf(node.walk, this.#relevance, question.about);
        if (this.#known.has(signature)) return;
        this.#known.add(signature);
      }
      for (const choice of others) {
        this.#turnsLeft -= forkCost;
        if (choice.kind === 'effect') this.#unknownSeen.add(choice.asked.stepId);
        const fork = new Node(node.walk.fork(this.#evidence), node.base, node, node.unusual + 1);
        this.#choose(fork, question, choice);
        this.#push(fork);
      }
      if (usual !== undefined) this.#choose(node, question, usual);
    }
    this.#atEnd(node);
  }

  #goOn(node: Node): boolean {
    this.#turnsLeft -= 1;
    this.#evidence.way = node;
    return node.walk.goOn();
  }

  #choose(node: Node, { token }: Question, choice: Choice): void {
    this.#turnsLeft -= 1;
    decide(node.walk, choice);
    node.made = { choice, before: node.made };
    if (
      token !== null &&
      (choice.kind === 'nothing' || (choice.kind === 'task' && choice.decision === 'never'))
    )
      node.declined = new Map(node.declined).set(token.id, place(token));
  }

  /**
   * A loop that has come round a few times has shown what it has to show, unless something in the drawing counts rounds or
   * days.
   */
  #roundAndRound({ walk }: Node): boolean {
    const inTurn = ({ scope }: Token) =>
      walk.state.blocks.reduce(
        (times, { stepId, ways, atOnce }) =>
          !atOnce && scope.some((frame) => frame.stepId === stepId) ? times * ways.length : times,
        1,
      );
    if (!walk.state.tokens.some((token) => token.visit > MOST_ROUNDS * inTurn(token))) return false;
    if (this.#relevance.counts || Object.keys(walk.state.rounds).length > 0) this.#complete = false;
    return true;
  }

  /** A way that ends with somebody waiting for what does not come. */
  #atEnd(node: Node): void {
    const { walk } = node;
    if (walk.state.finished !== null || walk.nextAt !== null) return;
    this.#evidence.way = node;
    for (const token of walk.state.tokens) {
      if (token.status !== 'waiting') continue;
      const code = node.declined.get(token.id) === place(token) ? 'wait-without-way-out' : 'learner-stuck';
      this.#evidence.note(code, token.stepId, walk.now);
    }
  }

  /** The next thing that somebody has to decide; null: time goes on. */
  #question(node: Node): Question | null {
    const [open] = node.walk.world.questions;
    if (open?.kind === 'effect') {
      const { stepId } = open.asked;
      const options = effectChoices(
        open.asked,
        this.#unknownSeen.has(stepId),
        this.#plan.steps[stepId]?.step,
      );
      return { about: `effect ${stepId}`, token: null, options };
    }
    if (open?.kind === 'task') {
      const { task } = open;
      const here = ({ stepId, visit }: Token) => stepId === task.stepId && visit === task.visit;
      const token = node.walk.state.tokens.find(here) ?? null;
      return { about: `task ${task.stepId}`, token, options: taskChoices(task) };
    }
    if (open?.kind === 'module') {
      const options = moduleChoices(open.module, this.#relevance);
      const stepIds = node.walk.state.tokens.map(({ stepId }) => stepId);
      const matters = this.#relevance.groups(stepIds).has(open.module.key);
      return {
        about: `module ${open.module.key}`,
        token: null,
        options: matters ? options : options.slice(0, 1),
      };
    }
    return this.#coming(node);
  }

  /** What may come to a token that has just begun to wait. */
  #coming(node: Node): Question | null {
    for (const token of node.walk.state.tokens) {
      const planStep = this.#plan.steps[token.stepId];
      if (token.status !== 'waiting' || planStep === undefined) continue;
      const span = spanUntil(token.deadline, node.walk.now);
      const catchUp = waitsForLearner(planStep) ? catchUpChoice(node.walk, behavioursOf(node), span) : null;
      const key = `${place(token)}:${catchUp?.modules.length ?? 0}`;
      if (node.asked.get(token.id) === key) continue;
      node.asked = new Map(node.asked).set(token.id, key);
      const at = node.walk.now + Math.round(span / 2);
      const events = comingTo(planStep).map((event): Choice => ({
        kind: 'input',
        input: { at, kind: 'event', ...event },
      }));
      const learns = catchUp === null ? [] : this.#catchUps(catchUp, token);
      const options: Choice[] = [{ kind: 'nothing' }, ...learns, ...events];
      if (options.length > 1) return { about: `coming ${key}`, token, options };
    }
    return null;
  }

  /** In time; and, where a condition asks about it, handed in before the wait is over and graded after it. */
  #catchUps(inTime: CatchUp, { deadline }: Token): Choice[] {
    const late = deadline !== null && this.#relevance.awaitsGrade ? gradedTooLate(inTime, deadline) : null;
    return late === null ? [inTime] : [inTime, late];
  }
}

function behavioursOf(node: Node): ReadonlyMap<string, Behaviour> {
  return behavioursAfter(node.choices());
}

/** How long something may take to come before the time of a wait is up. */
function spanUntil(deadline: number | null, now: number): number {
  return Math.min(DAY, deadline === null ? DAY : (deadline - now) / 2);
}

/** Steps that no way has come to. */
export function unreached(plan: Plan, entered: ReadonlyMap<StepId, unknown>): StepId[] {
  return Object.keys(plan.steps).filter((stepId) => !entered.has(stepId));
}
