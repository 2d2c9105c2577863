/** Milliseconds since 1970-01-01T00:00Z on the run's own (virtual) clock. The engine never reads a clock itself. */
export type Instant = number;

/** An IANA zone name, e.g. `Europe/Berlin`. */
export type TimeZone = string;
