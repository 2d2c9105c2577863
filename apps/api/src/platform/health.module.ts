import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.ts';
import { PartsHealth } from './parts-health.ts';

@Module({ controllers: [HealthController], providers: [PartsHealth], exports: [PartsHealth] })
export class HealthModule {}
