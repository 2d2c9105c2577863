/**
 * How often the learner of the enrollment `e` may hand in the assessment `a`, in SQL: as all may, and as often more as the
 * school has allowed them.
 */
export const ATTEMPTS_ALLOWED = `a.max_attempts + COALESCE(jsonb_array_length(e.extra_attempts -> a.id::text), 0)`;
