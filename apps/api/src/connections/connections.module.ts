import { Module } from '@nestjs/common';
import { ConnectionsController } from './connections.controller.ts';
import { ConnectionsService } from './connections.service.ts';
import { SigningKeysController } from './signing-keys.controller.ts';

/** What the school's automations have to do with other systems. */
@Module({ controllers: [ConnectionsController, SigningKeysController], providers: [ConnectionsService] })
export class ConnectionsModule {}
