import path from 'node:path';
import { repositoryRoot, type Settings } from '../../../scripts/settings.ts';
import type { PartPlan } from '../../../scripts/supervision/part.ts';

/** How the built API is started and known to be up. */
export function apiPlan(settings: Settings, env: NodeJS.ProcessEnv): PartPlan {
  const port = settings.ports.api;
  return {
    name: 'api',
    title: 'the API',
    command: process.execPath,
    args: ['--enable-source-maps', path.join(repositoryRoot, 'dist/apps/api/main.js')],
    env,
    cwd: repositoryRoot,
    port,
    graceMs: 5_000,
    stage: 3,
    ready: async () => {
      try {
        const url = `http://127.0.0.1:${port}/health/live`;
        return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
      } catch {
        return false;
      }
    },
    readyWithinMs: 90_000,
  };
}
