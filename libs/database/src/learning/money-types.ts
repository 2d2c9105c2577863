import { MONEY_EVENTS } from '@gradus/flow';

/** The types of events that are facts about payments and access, as a list in SQL; they have an index of their own. */
export const MONEY_TYPES = `(${MONEY_EVENTS.map((type) => `'${type}'`).join(',')})`;
