import type { RunDetail, StepVisit } from '@gradus/contracts';
import { canBePutOff, canGoOnNow, type Definition, MADE_FOR_A_VISIT } from '@gradus/flow';
import {
  CalendarClock,
  CircleCheck,
  CircleX,
  Ellipsis,
  FastForward,
  Route,
  RotateCw,
  SkipForward,
  SlidersHorizontal,
} from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { Menu, MenuItem } from '../../../ui/overlay/menu.tsx';
import { waysOut } from '../../../orders/ways-out.ts';
import { StepCommandDialog } from './step-command-dialog.tsx';
import { isInDoubt, type StepCommand } from './step-command.ts';

/** What an operator can do about a learner who is at this step. */
export function StepCommands({ run, visit }: { run: RunDetail; visit: StepVisit }) {
  const [command, setCommand] = useState<StepCommand | null>(null);
  const definition = run.definition as Definition;
  const step = definition.steps[visit.stepId];
  const here = visit.state === 'waiting' || visit.state === 'blocked' || visit.state === 'running';
  const inDoubt = isInDoubt(visit);
  if (!here && !inDoubt) return null;
  const releasable = here && step !== undefined && canGoOnNow(step);
  const skippable = here && waysOut(definition, visit.stepId).length > 0;
  return (
    <div className="flex flex-wrap gap-2">
      {visit.state === 'blocked' && (
        <Button size="sm" variant="primary" onClick={() => setCommand('retry')}>
          <RotateCw aria-hidden /> Retry
        </Button>
      )}
      {inDoubt && (
        <>
          {!(here && MADE_FOR_A_VISIT.has(step?.kind ?? '')) && (
            <Button size="sm" onClick={() => setCommand('happened')}>
              <CircleCheck aria-hidden /> It happened
            </Button>
          )}
          <Button size="sm" onClick={() => setCommand('notHappened')}>
            <CircleX aria-hidden /> It did not happen
          </Button>
        </>
      )}
      {releasable && (
        <Button size="sm" onClick={() => setCommand('releaseNow')}>
          <FastForward aria-hidden /> {step.kind === 'release' ? 'Open now' : 'Go on now'}
        </Button>
      )}
      {skippable && (
        <Button size="sm" onClick={() => setCommand('skip')}>
          <SkipForward aria-hidden /> Skip
        </Button>
      )}
      {here && (
        <Menu
          align="start"
          trigger={
            <Button size="sm" aria-label={`More for ${visit.title}`}>
              <Ellipsis aria-hidden /> More
            </Button>
          }
        >
          <MenuItem icon={<Route aria-hidden />} onSelect={() => setCommand('move')}>
            Move to another step …
          </MenuItem>
          {visit.state === 'waiting' && step && canBePutOff(step) && (
            <MenuItem icon={<CalendarClock aria-hidden />} onSelect={() => setCommand('postpone')}>
              Put off …
            </MenuItem>
          )}
          <MenuItem icon={<SlidersHorizontal aria-hidden />} onSelect={() => setCommand('changeVariable')}>
            Change a variable …
          </MenuItem>
        </Menu>
      )}
      {command && (
        <StepCommandDialog run={run} visit={visit} command={command} onClose={() => setCommand(null)} />
      )}
    </div>
  );
}
