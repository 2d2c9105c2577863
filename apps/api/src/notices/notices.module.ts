import { Module } from '@nestjs/common';
import { NoticesController } from './notices.controller.ts';
import { NoticesService } from './notices.service.ts';

/** What people are shown in-app. */
@Module({ controllers: [NoticesController], providers: [NoticesService] })
export class NoticesModule {}
