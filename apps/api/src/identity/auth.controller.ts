import { Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  AcceptedNotice,
  ForgotPassword,
  LogIn,
  RegisterPerson,
  ResetPassword,
  Session,
  VerifyEmail,
} from '@gradus/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/policy.decorators.ts';
import { Limited } from '../limits/limit.decorators.ts';
import { PasswordResetService } from './accounts/password-reset.service.ts';
import { RegistrationService } from './accounts/registration.service.ts';
import { SessionOverError } from './identity-errors.ts';
import { Logins } from './logins/logins.ts';
import { RefreshCookie } from './logins/refresh-cookie.ts';
import { SameOriginGuard } from './logins/same-origin.guard.ts';
import { Sessions, type StartedSession } from './logins/sessions.ts';
import { SignInService } from './logins/sign-in.service.ts';

const Nothing = z.looseObject({});

@ApiTags('identity')
@Controller('auth')
@UseGuards(SameOriginGuard)
export class AuthController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly signIn: SignInService,
    private readonly sessions: Sessions,
    private readonly logins: Logins,
    private readonly passwordReset: PasswordResetService,
    private readonly cookie: RefreshCookie,
  ) {}

  @Public()
  @Limited('auth')
  @Post('register')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: AcceptedNotice })
  register(@Body({ schema: RegisterPerson }) person: RegisterPerson): Promise<AcceptedNotice> {
    return this.registration.register(person);
  }

  @Public()
  @Limited('auth')
  @Post('verify-email')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: Session })
  async verifyEmail(
    @Body({ schema: VerifyEmail }) link: z.infer<typeof VerifyEmail>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.#started(await this.registration.verify(link), reply);
  }

  @Public()
  @Limited('auth')
  @Post('login')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: Session })
  async logIn(
    @Body({ schema: LogIn }) credentials: z.infer<typeof LogIn>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return this.#started(await this.signIn.signIn(credentials), reply);
  }

  @Public()
  @Limited('refresh')
  @Post('refresh')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: Session })
  async refresh(
    @Body({ schema: Nothing }) _nothing: object,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    const token = this.cookie.read(request);
    const started = token ? await this.sessions.carryOn(token) : null;
    if (started) return this.#started(started, reply);
    if (token) this.cookie.clear(reply);
    throw new SessionOverError();
  }

  /** Ends the login of the cookie and that of the access token: both stop working at once. */
  @Public()
  @Limited('refresh')
  @Post('logout')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'Signed out.' })
  async logOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = this.cookie.read(request);
    if (token) await this.logins.endByToken(token);
    if (request.caller) await this.logins.end(request.caller.loginId);
    this.cookie.clear(reply);
  }

  @Public()
  @Limited('auth')
  @Post('forgot-password')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: AcceptedNotice })
  forgotPassword(
    @Body({ schema: ForgotPassword }) request: z.infer<typeof ForgotPassword>,
  ): Promise<AcceptedNotice> {
    return this.passwordReset.forgot(request);
  }

  @Public()
  @Limited('auth')
  @Post('reset-password')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'The password is changed; every session has ended.' })
  async resetPassword(
    @Body({ schema: ResetPassword }) request: z.infer<typeof ResetPassword>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.passwordReset.reset(request);
    this.cookie.clear(reply);
  }

  #started({ session, refreshToken }: StartedSession, reply: FastifyReply): Session {
    this.cookie.write(reply, refreshToken);
    void reply.header('Cache-Control', 'no-store');
    return session;
  }
}
