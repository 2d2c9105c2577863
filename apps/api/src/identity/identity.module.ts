import { Module } from '@nestjs/common';
import { MailedLinks } from './accounts/mailed-links.ts';
import { PasswordResetService } from './accounts/password-reset.service.ts';
import { Profiles } from './accounts/profiles.ts';
import { RegistrationService } from './accounts/registration.service.ts';
import { Registrations } from './accounts/registrations.ts';
import { SystemMails } from './accounts/system-mails.ts';
import { AuthController } from './auth.controller.ts';
import { Logins } from './logins/logins.ts';
import { Passwords } from './logins/passwords.ts';
import { RefreshCookie } from './logins/refresh-cookie.ts';
import { Sessions } from './logins/sessions.ts';
import { SignInService } from './logins/sign-in.service.ts';
import { MeController } from './me.controller.ts';
import { PublicSettingsController } from './public-settings.controller.ts';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller.ts';
import { UnsubscribeService } from './unsubscribe/unsubscribe.service.ts';

/** Accounts, sign-in and consent. Others use `SystemMails` (enrolled by hand), `Sessions` and `Passwords`. */
@Module({
  controllers: [AuthController, MeController, PublicSettingsController, UnsubscribeController],
  providers: [
    Logins,
    MailedLinks,
    PasswordResetService,
    Passwords,
    Profiles,
    RefreshCookie,
    RegistrationService,
    Registrations,
    Sessions,
    SignInService,
    SystemMails,
    UnsubscribeService,
  ],
  exports: [Passwords, Sessions, SystemMails],
})
export class IdentityModule {}
