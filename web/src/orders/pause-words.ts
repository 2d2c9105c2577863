import type { AutomationPause } from '@gradus/contracts';

type Hold = NonNullable<AutomationPause['paused']>['hold'];

/** What a pause of a whole automation means for those inside. */
export const HOLD_WORDS: Record<Hold, string> = {
  freeze: 'Nobody moves; what was left to wait is left when it goes on.',
  holdEffects: 'Clocks run and modules open; mails and other effects are held back.',
};
