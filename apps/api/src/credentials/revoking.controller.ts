import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CertificateRevoked, Id, RevokeCertificate } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { RevokingService } from './revoking.service.ts';

@ApiTags('credentials')
@Controller('enrollments/:id')
export class RevokingController {
  constructor(private readonly service: RevokingService) {}

  @Allow('admin')
  @Idempotent()
  @Post('revoke-certificate')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: CertificateRevoked })
  revoke(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RevokeCertificate }) request: RevokeCertificate,
  ): Promise<CertificateRevoked> {
    return this.service.revoke(caller, id, request);
  }
}
