import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Id } from '@gradus/contracts';
import { STATUS_LIST_SECONDS } from '@gradus/integrations/credentials';
import { Public } from '../access/policy.decorators.ts';
import { StatusListsService } from './status-lists.service.ts';

/** Open to every verifier, wherever it runs: it says which places are revoked, and of nobody whose they are. */
@ApiTags('credentials')
@Controller('status-lists/:id')
export class StatusListsController {
  constructor(private readonly lists: StatusListsService) {}

  @Public()
  @Get()
  @ApiProduces('application/vc+ld+json')
  @Header('Cache-Control', `public, max-age=${STATUS_LIST_SECONDS}`)
  @Header('Access-Control-Allow-Origin', '*')
  async list(@Param('id', { schema: Id }) id: string): Promise<StreamableFile> {
    const json = JSON.stringify(await this.lists.signed(id));
    return new StreamableFile(Buffer.from(json), { type: 'application/vc+ld+json' });
  }
}
