import { Settings } from './settings.ts';

/** A stand-in that listens: where, and how to stop it. */
export interface Running {
  /** The HTTP port; further ports may be added under names of their own. */
  readonly port: number;
  readonly [detail: string]: unknown;
  close(): Promise<void>;
}

/**
 * Runs a stand-in as a process: prints one JSON line (`{"ready":true,"port":...}`) when it listens, stops on SIGTERM
 * and SIGINT, and says in one sentence on stderr why it could not start.
 */
export async function runStandIn(start: (settings: Settings) => Promise<Running>): Promise<void> {
  let running: Running;
  try {
    running = await start(new Settings(process.argv.slice(2), process.env));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
  const { close, ...details } = running;
  process.stdout.write(`${JSON.stringify({ ready: true, ...details })}\n`);
  const stop = () => {
    close()
      .catch(() => undefined)
      .finally(() => process.exit(0));
    setTimeout(() => process.exit(0), 1_500).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? String(error.port) : '';
    return `Port ${port} is taken; stop what uses it or choose another one.`;
  }
  return error instanceof Error ? error.message : String(error);
}
