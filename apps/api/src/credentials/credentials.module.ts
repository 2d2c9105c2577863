import { Module } from '@nestjs/common';
import { CredentialsController } from './credentials.controller.ts';
import { CredentialsService } from './credentials.service.ts';
import { RevokingController } from './revoking.controller.ts';
import { RevokingService } from './revoking.service.ts';
import { StatusListsController } from './status-lists.controller.ts';
import { StatusListsService } from './status-lists.service.ts';

/** Certificates in public, taking one back, and the lists that say so to verifiers. */
@Module({
  controllers: [CredentialsController, RevokingController, StatusListsController],
  providers: [CredentialsService, RevokingService, StatusListsService],
})
export class CredentialsModule {}
