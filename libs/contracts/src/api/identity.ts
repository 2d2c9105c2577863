import { z } from 'zod';
import { Id, PersonName, Role, TimeZoneName } from '../primitives.ts';

export const Email = z
  .email()
  .max(255)
  .transform((v) => v.toLowerCase());
export const Password = z.string().min(10, 'use at least 10 characters').max(200);

/** POST /api/auth/register -> 202 AcceptedNotice (the same answer for a known address; the mail differs). */
export const RegisterPerson = z
  .strictObject({
    email: Email,
    password: Password,
    name: PersonName,
    timeZone: TimeZoneName.default('UTC'),
  })
  .meta({ id: 'RegisterPerson' });
export type RegisterPerson = z.infer<typeof RegisterPerson>;

/**
 * POST /api/auth/verify-email -> 200 Session (and the refresh cookie). The password is the one that was registered with: who
 * merely opens a mail gets no account that somebody else has the password of.
 */
export const VerifyEmail = z
  .strictObject({ token: z.string().min(20).max(200), password: z.string().min(1).max(200) })
  .meta({ id: 'VerifyEmail' });
/** POST /api/auth/login -> 200 Session. POST /api/auth/refresh (cookie) -> 200 Session. POST /api/auth/logout -> 204. */
export const LogIn = z
  .strictObject({ email: Email, password: z.string().min(1).max(200) })
  .meta({ id: 'LogIn' });
/** POST /api/auth/forgot-password -> 202 AcceptedNotice. */
export const ForgotPassword = z.strictObject({ email: Email }).meta({ id: 'ForgotPassword' });
/** POST /api/auth/reset-password -> 204; ends all sessions. */
export const ResetPassword = z
  .strictObject({ token: z.string().min(20).max(200), password: Password })
  .meta({ id: 'ResetPassword' });

/** GET /api/me; PATCH /api/me (UpdateProfile) -> Me */
export const Me = z
  .strictObject({
    id: Id,
    email: z.string(),
    name: z.string(),
    timeZone: z.string(),
    emailVerified: z.boolean(),
    simulated: z.boolean(),
    organization: z.strictObject({ id: Id, name: z.string(), timeZone: z.string() }),
    role: Role,
    marketingMail: z.boolean(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const UpdateProfile = z
  .strictObject({
    name: PersonName.optional(),
    timeZone: TimeZoneName.optional(),
    marketingMail: z.boolean().optional(),
  })
  .meta({ id: 'UpdateProfile' });
export type UpdateProfile = z.infer<typeof UpdateProfile>;

/** `accessToken`: EdDSA JWT, 15 minutes, `Authorization: Bearer`. The refresh token is in an httpOnly cookie. */
export const Session = z
  .strictObject({ accessToken: z.string(), expiresInSeconds: z.number().int(), me: Me })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** `notice` is a sentence to show. */
export const AcceptedNotice = z.strictObject({ notice: z.string() }).meta({ id: 'AcceptedNotice' });
export type AcceptedNotice = z.infer<typeof AcceptedNotice>;

/** GET /api/public-settings (no sign-in): what the sign-in page and the shell show. */
export const PublicSettings = z
  .strictObject({
    organizationName: z.string(),
    demo: z
      .strictObject({
        password: z.string(),
        people: z.array(z.strictObject({ email: z.string(), role: Role, name: z.string() })),
        mailInboxUrl: z.string().nullable(),
        paymentsUrl: z.string().nullable(),
        temporalUiUrl: z.string().nullable(),
      })
      .nullable(),
    grader: z.strictObject({ provider: z.string(), simulated: z.boolean() }),
  })
  .meta({ id: 'PublicSettings' });
export type PublicSettings = z.infer<typeof PublicSettings>;

/** POST /api/unsubscribe?token= (RFC 8058 one click, no sign-in) and GET of the same for the page -> UnsubscribeState */
export const UnsubscribeState = z
  .strictObject({ organizationName: z.string(), email: z.string(), marketingMail: z.boolean() })
  .meta({ id: 'UnsubscribeState' });
export type UnsubscribeState = z.infer<typeof UnsubscribeState>;
