/** Milliseconds since 1970-01-01T00:00Z on the run's own (virtual) clock. The engine never reads a clock itself. */
export type Instant = number;

/**
 * Later than anything dated: facts looked at from here hide nothing. Within what a calendar can count, because whoever
 * looks may ask for days.
 */
export const AFTER_EVERYTHING: Instant = Date.UTC(9999, 11, 31);

/** An IANA zone name, e.g. `Europe/Berlin`. */
export type TimeZone = string;
