import { Global, Module } from '@nestjs/common';
import { Announcer } from './announcer.ts';

@Global()
@Module({ providers: [Announcer], exports: [Announcer] })
export class AnnouncingModule {}
