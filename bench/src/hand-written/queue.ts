/** Task queue of the hand-written workflow. */
export const HAND_WRITTEN_QUEUE = 'hand-written';
/** Its type. */
export const HAND_WRITTEN_WORKFLOW = 'twelveWeeksByHand';
