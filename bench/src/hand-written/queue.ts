/** Task queue of the hand-written workflow. */
export const HAND_WRITTEN_QUEUE = 'hand-written';
/** Its type. */
export const HAND_WRITTEN_WORKFLOW = 'twelveWeeksByHand';
/** The name of the workflow that waits for a moment and then writes a message. */
export const LATE_WORKFLOW = 'waitByHand';
