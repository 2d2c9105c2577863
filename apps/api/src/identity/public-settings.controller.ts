import { Controller, Get } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { AppConfig } from '@gradus/config';
import { DEMO_PASSWORD, DEMO_PEOPLE, PublicSettings } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { Public } from '../access/policy.decorators.ts';
import { onlySchool } from './accounts/organizations.ts';

@ApiTags('identity')
@Controller('public-settings')
export class PublicSettingsController {
  constructor(
    private readonly database: DataSource,
    private readonly config: AppConfig,
  ) {}

  @Public()
  @Get()
  @ApiResponse({ status: 200, standardSchema: PublicSettings })
  async settings(): Promise<PublicSettings> {
    const { demo, grader } = this.config;
    const school = await onlySchool(this.database.manager);
    return {
      organizationName: school.name,
      demo: demo.enabled
        ? {
            password: DEMO_PASSWORD,
            people: DEMO_PEOPLE.map(({ email, role, name }) => ({ email, role, name })),
            mailInboxUrl: demo.mailInboxUrl ?? null,
            paymentsUrl: demo.paymentsUrl ?? null,
            temporalUiUrl: demo.temporalUiUrl ?? null,
          }
        : null,
      grader: { provider: grader.provider, simulated: demo.enabled && grader.baseUrl !== undefined },
    };
  }
}
