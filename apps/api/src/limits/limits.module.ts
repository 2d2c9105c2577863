import { Global, Module } from '@nestjs/common';
import { RequestCounter } from './request-counter.ts';

@Global()
@Module({ providers: [RequestCounter], exports: [RequestCounter] })
export class LimitsModule {}
