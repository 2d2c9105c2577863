import { Module } from '@nestjs/common';
import { ErasingController } from './erasing/erasing.controller.ts';
import { ErasingService } from './erasing/erasing.service.ts';
import { PersonNotesService } from './person-notes.service.ts';
import { PersonQueries } from './person.queries.ts';
import { PeopleController } from './people.controller.ts';

/** What a school has noted about its people: tags and fields; and erasing them. */
@Module({
  controllers: [ErasingController, PeopleController],
  providers: [ErasingService, PersonNotesService, PersonQueries],
})
export class PeopleModule {}
