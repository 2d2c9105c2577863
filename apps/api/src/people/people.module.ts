import { Module } from '@nestjs/common';
import { PersonNotesService } from './person-notes.service.ts';
import { PersonQueries } from './person.queries.ts';
import { PeopleController } from './people.controller.ts';

/** What a school has noted about its people: tags and fields. */
@Module({ controllers: [PeopleController], providers: [PersonNotesService, PersonQueries] })
export class PeopleModule {}
