import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { FieldName, Id, PersonDetail, PersonLabels, SetPersonField, TagName } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { PersonNotesService } from './person-notes.service.ts';
import { PersonQueries } from './person.queries.ts';

@ApiTags('people')
@Controller()
export class PeopleController {
  constructor(
    private readonly people: PersonQueries,
    private readonly notes: PersonNotesService,
  ) {}

  @Allow(...STAFF)
  @Get('people/:id')
  @ApiResponse({ status: 200, standardSchema: PersonDetail })
  read(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<PersonDetail> {
    return this.people.detail(caller.organizationId, id);
  }

  @Allow(...STAFF)
  @Get('person-labels')
  @ApiResponse({ status: 200, standardSchema: PersonLabels })
  labels(@CurrentCaller() caller: Caller): Promise<PersonLabels> {
    return this.people.labels(caller.organizationId);
  }

  @Allow(...STAFF)
  @Put('people/:id/tags/:tag')
  @ApiResponse({ status: 200, standardSchema: PersonDetail })
  addTag(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('tag', { schema: TagName }) tag: string,
  ): Promise<PersonDetail> {
    return this.notes.tag(caller, id, tag, true);
  }

  @Allow(...STAFF)
  @Delete('people/:id/tags/:tag')
  @ApiResponse({ status: 200, standardSchema: PersonDetail })
  removeTag(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('tag', { schema: TagName }) tag: string,
  ): Promise<PersonDetail> {
    return this.notes.tag(caller, id, tag, false);
  }

  @Allow(...STAFF)
  @Put('people/:id/fields/:field')
  @ApiResponse({ status: 200, standardSchema: PersonDetail })
  setField(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('field', { schema: FieldName }) field: string,
    @Body({ schema: SetPersonField }) body: SetPersonField,
  ): Promise<PersonDetail> {
    return this.notes.setField(caller, id, field, body);
  }

  @Allow(...STAFF)
  @Delete('people/:id/fields/:field')
  @ApiResponse({ status: 200, standardSchema: PersonDetail })
  removeField(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('field', { schema: FieldName }) field: string,
  ): Promise<PersonDetail> {
    return this.notes.setField(caller, id, field, null);
  }
}
