import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.ts';
import { Callers } from './callers.ts';

/** Who is asking, and what they may. The guards themselves are listed in `api.module.ts`, where their order shows. */
@Global()
@Module({ providers: [AccessTokens, Callers], exports: [AccessTokens, Callers] })
export class AccessModule {}
