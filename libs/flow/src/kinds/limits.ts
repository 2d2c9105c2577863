/** How many steps a run may visit at one moment before it takes its drawing for a loop that never waits. */
export const MOST_VISITS = 500;
