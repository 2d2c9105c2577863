import type { RunDetail } from '@gradus/contracts';
import { CirclePause, CirclePlay, Ellipsis, LogOut } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { Menu, MenuItem } from '../../../ui/overlay/menu.tsx';
import { CommandDialog } from './command-dialog.tsx';
import { StartOver } from '../start-over.tsx';

/** Orders to the run as a whole. */
type WholeOrder = { name: 'pause' } | { name: 'resume' } | { name: 'exit' };

/** Commands on the run as a whole. */
export function RunCommands({ run }: { run: RunDetail }) {
  const [command, setCommand] = useState<WholeOrder | null>(null);
  if (run.condition === 'finished') return <StartOver run={run} />;
  const paused = run.condition === 'held';
  return (
    <>
      <Button onClick={() => setCommand(paused ? { name: 'resume' } : { name: 'pause' })}>
        {paused ? <CirclePlay aria-hidden /> : <CirclePause aria-hidden />}
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <Menu
        trigger={
          <Button size="icon" aria-label="More commands">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<LogOut aria-hidden />} danger onSelect={() => setCommand({ name: 'exit' })}>
          End the run …
        </MenuItem>
      </Menu>
      {command && (
        <CommandDialog
          runId={run.id}
          asked={command.name}
          command={command}
          onClose={() => setCommand(null)}
        />
      )}
    </>
  );
}
