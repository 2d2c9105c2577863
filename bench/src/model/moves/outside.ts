import type { CallFact, Command } from '@gradus/flow';
import type { Live } from '../live.ts';
import { TOLD } from './positions.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

interface Asked {
  stepId: string;
  visit: number;
  calls: boolean;
}

/**
 * The outside of a run, as the live one has it: reads what the engine wants written, tells it in the words of the reference,
 * and knows what has been done and which called runs go on. How those ended is a fact of the visit that asked for them last.
 */
export class Outside {
  readonly done = new Set<string>();
  readonly going = new Set<string>();
  readonly #live: Live;
  readonly #asked = new Map<string, Asked>();
  readonly #versions = new Map<string, string>();
  readonly #ends = new Map<string, Pick<CallFact, 'at' | 'outcome'>>();
  #read = 0;

  constructor(live: Live) {
    this.#live = live;
  }

  /** What was to be seen since it was asked last, and the keys of calls whose runs are to end because of it. */
  look(): { lines: string[]; over: string[] } {
    const { commands } = this.#live;
    const fresh = commands.slice(this.#read);
    this.#read = commands.length;
    const over: string[] = [];
    const lines = fresh.flatMap((command) => this.#tell(command, over));
    this.#state();
    return { lines, over };
  }

  /** An effect was done; a call has begun a run, unless it had before. */
  did(key: string): void {
    this.done.add(key);
    if (this.#asked.get(key)?.calls === true && !this.#ends.has(key)) this.going.add(key);
  }

  /** A called run is over; the facts say so from now on. */
  end(key: string, outcome: CallFact['outcome'], at: number): void {
    this.going.delete(key);
    this.#ends.set(key, { outcome, at });
    this.#state();
  }

  #state(): void {
    const calls = [...this.#ends].flatMap(([key, end]): CallFact[] => {
      const asked = this.#asked.get(key);
      return asked ? [{ stepId: asked.stepId, visit: asked.visit, ...end }] : [];
    });
    this.#live.facts = { ...this.#live.facts, calls };
  }

  #tell(command: Command, over: string[]): string[] {
    switch (command.type) {
      case 'entered':
      case 'migrated':
        this.#versions.set(`${command.stepId}:${command.visit}`, command.versionId);
        return [];
      case 'left':
        return this.#left(command);
      case 'message':
      case 'effect': {
        const { key, stepId, visit, at } = command;
        this.#asked.set(key, { stepId, visit, calls: command.type === 'effect' });
        return [`asks ${key} #${command.try} @${at}`];
      }
      case 'release':
        return [`opens ${command.module} @${command.at}`];
      case 'cancel':
        return [`calls off ${command.key} @${command.at}`];
      case 'unsettled':
        return [`in doubt ${command.key} @${command.at}`];
      case 'late':
        if (this.going.has(command.key)) over.push(command.key);
        return [`late ${command.key} @${command.at}`];
      case 'endCalled':
        return this.#endCalled(command, over);
      case 'answered':
        return (command.moves ?? []).map(
          ({ stepId, visit, did, to }) => `moved ${stepId} ${visit} ${did} ${to}`,
        );
      default:
        return [];
    }
  }

  #left({ stepId, visit, port, at }: Of<'left'>): string[] {
    const { plan } = this.#live;
    const version = this.#versions.get(`${stepId}:${visit}`) ?? '';
    const { steps } = plan.versionId === version ? plan : plan.beside![version]!;
    return TOLD.has(steps[stepId]!.step.kind) ? [`left ${stepId} ${visit} ${port} @${at}`] : [];
  }

  /** Of a run that was never let in, or is over, nothing is ended. */
  #endCalled({ stepId, visit, at }: Of<'endCalled'>, over: string[]): string[] {
    const keys = [...this.going].filter((key) => {
      const asked = this.#asked.get(key);
      return asked?.stepId === stepId && asked.visit === visit && !over.includes(key);
    });
    over.push(...keys);
    return keys.map(() => `ends ${stepId} ${visit} @${at}`);
  }
}
