import { Module } from '@nestjs/common';
import { FlowTestsModule } from '../flow-tests/flow-tests.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { SimulatedLearnersController } from './simulated-learners.controller.ts';
import { SimulatedLearnersService } from './simulated-learners.service.ts';

/** What only the demo can do. */
@Module({
  imports: [FlowTestsModule, IdentityModule],
  controllers: [SimulatedLearnersController],
  providers: [SimulatedLearnersService],
})
export class DemoModule {}
