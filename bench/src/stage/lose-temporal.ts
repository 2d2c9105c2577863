import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from './stage.ts';

/** Stops everything, deletes Temporal's database and starts everything again. Answers the folder that was deleted. */
export async function loseTemporal(stage: Stage): Promise<string> {
  const folder = path.join(stage.settings.data, 'temporal');
  await stage.down();
  rmSync(folder, { recursive: true });
  await stage.up();
  return folder;
}
