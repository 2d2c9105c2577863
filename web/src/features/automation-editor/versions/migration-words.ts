import type { MigrationDetail, MigrationItemState } from '@gradus/contracts';
import type { StatusLook } from '../../../ui/status.tsx';

export const MIGRATION_STATES: Record<MigrationDetail['state'], { look: StatusLook; word: string }> = {
  running: { look: 'running', word: 'Under way' },
  paused: { look: 'held', word: 'Paused' },
  stopped: { look: 'idle', word: 'Stopped' },
  done: { look: 'done', word: 'Done' },
};

export const ITEM_STATES: Record<MigrationItemState, { look: StatusLook; word: string }> = {
  planned: { look: 'waiting', word: 'Still to come' },
  sent: { look: 'running', word: 'Being told' },
  done: { look: 'done', word: 'Told' },
  refused: { look: 'failed', word: 'Refused' },
  failed: { look: 'failed', word: 'Failed' },
  skipped: { look: 'idle', word: 'Left out' },
};

const SCOPES: Record<MigrationDetail['scope'], string> = {
  newOnly: 'nobody',
  nextStep: 'each at their next step',
  now: 'everybody now',
};

/** Whom it is about. */
export function sayWhom({ chosen, scope }: Pick<MigrationDetail, 'chosen' | 'scope'>): string {
  if (chosen !== null) return chosen === 1 ? '1 who was chosen' : `${chosen} who were chosen`;
  return SCOPES[scope];
}

/** "38 told, 1 refused"; nothing while nobody was reached. */
export function sayItems(items: MigrationDetail['items']): string {
  const said = (['done', 'refused', 'failed', 'skipped'] as const)
    .filter((state) => (items[state] ?? 0) > 0)
    .map((state) => `${items[state]} ${ITEM_STATES[state].word.toLowerCase()}`);
  return said.length === 0 ? 'Nobody yet' : said.join(', ');
}
