import { useEffect, useState, useSyncExternalStore } from 'react';
import type { AssessmentDetail } from '@gradus/contracts';
import { saveDraft } from '../../../api/assessments.ts';
import { DraftKeeper, type DraftSnapshot, type LocalCopy } from './draft-keeper.ts';

/**
 * One keeper for as long as the editor is mounted: what the server answers later is not what is being written here.
 * After handing in, the editor of the next attempt is another one (its key says so).
 */
export function useDraft(assessment: AssessmentDetail, personId: string): [DraftSnapshot, DraftKeeper] {
  const [keeper] = useState(() =>
    keeperOf(assessment, `gradus.draft.${personId}.${assessment.id}.${assessment.submissions.length}`),
  );
  useEffect(() => {
    const now = () => void keeper.flush();
    const leaving = () => document.visibilityState === 'hidden' && now();
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', leaving);
    return () => {
      window.removeEventListener('online', now);
      document.removeEventListener('visibilitychange', leaving);
      now();
    };
  }, [keeper]);
  return [useSyncExternalStore(keeper.subscribe, keeper.snapshot), keeper];
}

function keeperOf(assessment: AssessmentDetail, place: string): DraftKeeper {
  return new DraftKeeper(assessment.draft, {
    save: (body) => saveDraft(assessment.id, body),
    local: localCopy(place),
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    now: () => new Date().toISOString(),
  });
}

/** Storage may be full or refused; then there is no copy on the device, and the server has to do. */
function localCopy(place: string) {
  const quietly = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  return {
    read: () => quietly(() => JSON.parse(localStorage.getItem(place) ?? 'null') as LocalCopy | null),
    write: (copy: LocalCopy) => void quietly(() => localStorage.setItem(place, JSON.stringify(copy))),
    clear: () => void quietly(() => localStorage.removeItem(place)),
  };
}
