import { sentenceFor } from '../../scripts/refusal.ts';
import { endTools } from '../../scripts/tools.ts';
import { Ending } from './stage/ending.ts';

/** What `npm run bench -- NAME` can run. Each answers the object that is printed as the last line. */
const benches: Record<string, () => Promise<{ run: Bench; usage: string }>> = {
  kill: () => import('./kill/kill.ts'),
  chaos: () => import('./chaos/chaos.ts'),
  engine: () => import('./run-cost/run-cost.ts'),
  'run-cost': () => import('./run-cost/run-cost.ts'),
  lateness: () => import('./lateness/lateness.ts'),
  sleepers: () => import('./sleepers/sleepers.ts'),
  model: () => import('./model/model.ts'),
  simulate: () => import('./simulate/simulate.ts'),
  canvas: () => import('./canvas/canvas.ts'),
  'cold-start': () => import('./cold-start/cold-start.ts'),
};

/** One bench: prints tables for people while it works, cleans up through `ending`. */
export type Bench = (args: readonly string[], ending: Ending) => Promise<Record<string, unknown>>;

async function main([name = '', ...args]: string[]): Promise<number> {
  const load = benches[name];
  if (!load) {
    console.error(`Usage: npm run bench -- NAME [flags]\nNAME is one of ${Object.keys(benches).join(', ')}.`);
    return 2;
  }
  const { run, usage } = await load();
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const ending = new Ending();
  try {
    const result = await Promise.race([run(args, ending), ending.asked]);
    await ending.cleanUp();
    console.log(JSON.stringify({ bench: name, ...result }));
    return 0;
  } catch (error) {
    console.error(sentenceFor(error));
    return 1;
  } finally {
    await endTools();
    await ending.cleanUp();
  }
}

process.exit(await main(process.argv.slice(2)));
