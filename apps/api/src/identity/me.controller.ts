import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Me, UpdateProfile } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, SIGNED_IN } from '../access/policy.decorators.ts';
import { Profiles } from './accounts/profiles.ts';

@ApiTags('identity')
@Controller('me')
export class MeController {
  constructor(private readonly profiles: Profiles) {}

  @Allow(...SIGNED_IN)
  @Get()
  @ApiResponse({ status: 200, standardSchema: Me })
  me(@CurrentCaller() caller: Caller): Promise<Me> {
    return this.profiles.me(caller);
  }

  @Allow(...SIGNED_IN)
  @Patch()
  @ApiResponse({ status: 200, standardSchema: Me })
  update(
    @CurrentCaller() caller: Caller,
    @Body({ schema: UpdateProfile }) change: UpdateProfile,
  ): Promise<Me> {
    return this.profiles.update(caller, change);
  }
}
