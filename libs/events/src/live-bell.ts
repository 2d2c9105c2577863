/** Something changed under these topics; subscribers read the rows again. Best effort: rows are the truth. */
export interface LiveBell {
  /** Never throws: a lost notice costs a screen a moment, not a fact. Call after the commit. */
  publish(topics: readonly string[]): Promise<void>;
  /** `listener` gets each topic; the answer ends the subscription. `onReconnect`: notices may have been missed. */
  subscribe(listener: (topic: string) => void, onReconnect?: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
