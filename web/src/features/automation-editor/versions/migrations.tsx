import { ControlMigration, type MigrationDetail } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { migrationsQuery, useControlMigration } from '../../../api/publishing/migrations.ts';
import { Button } from '../../../ui/control/button.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { type ControlWords, WorkControls } from '../../../ui/overlay/work-controls.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { Status } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { MigrationItems } from './migration-items.tsx';
import { MIGRATION_STATES, sayItems, sayWhom } from './migration-words.ts';

/** People inside who are, or were, taken over to another version; nothing while nobody ever was. */
export function Migrations() {
  const { automation } = useEditorScope();
  const query = useInfiniteQuery(migrationsQuery(automation.id));
  const migrations = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (migrations.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">People taken over</h3>
      <ul className="flex flex-col divide-y divide-line">
        {migrations.map((migration) => (
          <MigrationLine key={migration.id} migration={migration} />
        ))}
      </ul>
      <MoreButton {...query} />
    </section>
  );
}

function MigrationLine({ migration }: { migration: MigrationDetail }) {
  const [open, setOpen] = useState(false);
  const { look, word } = MIGRATION_STATES[migration.state];
  const { items } = migration;
  const total = migration.total ?? 0;
  const reached = total - (items.planned ?? 0) - (items.sent ?? 0);
  return (
    <li className="flex flex-col gap-2.5 py-3.5 text-sm first:pt-0">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">To version {migration.version}</span>
        <Status look={look}>{word}</Status>
      </p>
      <p className="text-ink-soft">
        <Moment at={migration.createdAt} />
        {migration.requestedBy && `, ${migration.requestedBy}`}: {sayWhom(migration)},{' '}
        {migration.runsPerSecond} a second
        {migration.stoppedBecause && <span className="block">“{migration.stoppedBecause}”</span>}
      </p>
      <ProgressBar
        label={migration.total === null ? 'Finding out whom it is about' : sayItems(items)}
        value={total === 0 ? (migration.total === null ? null : 100) : (reached / total) * 100}
        text={migration.total === null ? '' : `${reached} of ${total}`}
      />
      <div className="flex flex-wrap gap-2">
        <MigrationControls migration={migration} />
        {total > 0 && (
          <Button size="sm" variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide who' : 'One by one'}
          </Button>
        )}
      </div>
      {open && <MigrationItems migrationId={migration.id} live={migration.endedAt === null} />}
    </li>
  );
}

const CONTROLS: ControlWords = {
  pause: {
    title: 'Pause taking people over?',
    description: 'Who was told goes over; the others wait on their version until you go on.',
  },
  resume: {
    title: 'Go on taking people over?',
    description: 'The rest goes over at the rate that was chosen.',
  },
  stop: {
    title: 'Stop taking people over?',
    description:
      'Who went over stays there; the others stay on their version, to its end. To take them over after all, publish again.',
  },
};

function MigrationControls({ migration }: { migration: MigrationDetail }) {
  const control = useControlMigration(migration.id);
  return (
    <WorkControls
      state={migration.state}
      words={CONTROLS}
      field={ControlMigration.shape.reason}
      about={`taking people over to version ${migration.version}`}
      onControl={control.mutateAsync}
    />
  );
}
