import type { CommandPreview } from '@gradus/contracts';
import { type CommandPreview as Preview, sayEffects } from '@gradus/flow';
import type { RunToPreview } from './previewed-runs.ts';

/** The engine's preview of a run as the API answers it, with sentences and titles. */
export function shownPreview(run: Pick<RunToPreview, 'modules' | 'clock'>, said: Preview): CommandPreview {
  const opens = said.opens.map((key) => run.modules.get(key) ?? key);
  const counted = said.effects.map((effect) => ({ ...effect, count: 1 }));
  return {
    accepted: said.accepted,
    detail: said.detail,
    sentences: [
      ...sayEffects(counted),
      ...opens.map((title) => `“${title}” opens at once.`),
      ...said.endsCalled.map((title) => `The automation that “${title}” has called ends for them, too.`),
      ...(said.ends === null ? [] : ['The run ends.']),
    ],
    effects: said.effects.map(({ key: _key, from, ...effect }) => ({
      ...effect,
      from: from === null ? null : run.clock.toReal(from).toISOString(),
    })),
    opens,
    standing: said.standing.map((place) => ({
      ...place,
      until: place.until === null ? null : new Date(place.until).toISOString(),
    })),
    ends: said.ends,
  };
}
