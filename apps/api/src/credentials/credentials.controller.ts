import { Controller, Get, Header, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CredentialDetail, Id } from '@gradus/contracts';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/policy.decorators.ts';
import { CredentialsService } from './credentials.service.ts';

/** Open to everybody who has the link: that is what a certificate is for. */
@ApiTags('credentials')
@Controller('credentials/:id')
export class CredentialsController {
  constructor(private readonly credentials: CredentialsService) {}

  @Public()
  @Get()
  @ApiResponse({ status: 200, standardSchema: CredentialDetail })
  detail(@Param('id', { schema: Id }) id: string): Promise<CredentialDetail> {
    return this.credentials.detail(id);
  }

  @Public()
  @Get('document')
  @ApiProduces('application/vc+ld+json')
  async document(
    @Param('id', { schema: Id }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const json = JSON.stringify(await this.credentials.document(id), null, 2);
    void reply.header('Content-Disposition', `attachment; filename="credential-${id}.json"`);
    return new StreamableFile(Buffer.from(json), { type: 'application/vc+ld+json' });
  }

  @Public()
  @Get('certificate.pdf')
  @ApiProduces('application/pdf')
  @Header('Content-Type', 'application/pdf')
  async certificate(
    @Param('id', { schema: Id }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const pdf = await this.credentials.certificate(id);
    void reply.header('Content-Disposition', `inline; filename="certificate-${id}.pdf"`);
    return new StreamableFile(Buffer.from(pdf), { type: 'application/pdf' });
  }
}
