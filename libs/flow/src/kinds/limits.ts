/** How many steps a run may visit at one moment before it takes its drawing for a loop that never waits. */
export const MOST_VISITS = 500;

/** At how many steps a run may stand at one moment. */
export const MOST_TOKENS = 100;
