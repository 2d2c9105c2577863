import { Module } from '@nestjs/common';
import { CredentialsController } from './credentials.controller.ts';
import { CredentialsService } from './credentials.service.ts';
import { RevokingController } from './revoking.controller.ts';
import { RevokingService } from './revoking.service.ts';

/** Certificates in public, and taking one back. */
@Module({
  controllers: [CredentialsController, RevokingController],
  providers: [CredentialsService, RevokingService],
})
export class CredentialsModule {}
