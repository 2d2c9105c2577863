import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { onlySchool } from '../../identity/accounts/organizations.ts';

/** Whose catalogue is shown: the caller's school; to whoever is not signed in, this installation's. */
@Injectable()
export class SchoolInView {
  constructor(private readonly dataSource: DataSource) {}

  async idFor(caller: { organizationId: string } | null): Promise<string> {
    return caller ? caller.organizationId : (await onlySchool(this.dataSource.manager)).id;
  }
}
