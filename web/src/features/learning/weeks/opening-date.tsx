import type { LearnerModule } from '@gradus/contracts';
import { Moment } from '../../../ui/time/moment.tsx';

/** When a week opens: surely, probably, or on what it depends. */
export function OpeningDate({ module }: { module: Pick<LearnerModule, 'unlockAt' | 'expectedAt'> }) {
  if (module.unlockAt)
    return (
      <>
        Opens <Moment at={module.unlockAt} distance="beside" />
      </>
    );
  if (module.expectedAt)
    return (
      <>
        Expected about <Moment at={module.expectedAt} style="day" distance="beside" />
      </>
    );
  return <>No date yet</>;
}
