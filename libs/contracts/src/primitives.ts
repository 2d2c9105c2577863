import { z } from 'zod';

export const Id = z.uuid().meta({ description: 'UUID' });
/** An instant as ISO 8601 with zone, e.g. `2026-12-01T08:00:00.000Z`. */
export const Timestamp = z.iso.datetime({ offset: true });
/** An IANA time zone this machine knows. */
export const TimeZoneName = z
  .string()
  .max(64)
  .refine(isTimeZone, 'not a time zone; use a name such as Europe/Berlin');
/**
 * A name on one line. Signs that steer text (line breaks, other controls, turned writing direction) have no place in
 * one: it is written into mails to addresses that are not proven yet, and onto certificates.
 */
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(
    /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u,
    'write it on one line, without control signs',
  );
/** Decimal string in major units, e.g. `490.00`. */
export const Money = z.strictObject({
  amount: z.string().regex(/^\d+\.\d{2}$/),
  currency: z.string().length(3),
});
export type Money = z.infer<typeof Money>;
export const Percentage = z.number().min(0).max(100);

export const Role = z.enum(['learner', 'instructor', 'ops', 'admin']);
export type Role = z.infer<typeof Role>;

/** Page of a list, newest first unless said otherwise; `next` goes into `cursor` of the next request. */
export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable(), total: z.number().int().nullable() });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
