import type { StepVisit } from '@gradus/contracts';
import type { StepKind } from '@gradus/flow';
import { stepKinds } from '../../canvas/step-kinds.ts';
import { Status } from '../../ui/status.tsx';
import type { StatusLook } from '../../ui/status.tsx';
import { Coming } from '../../ui/time/moment.tsx';

type Effect = StepVisit['effects'][number];

const states: Record<Effect['state'], { look: StatusLook; word: string }> = {
  planned: { look: 'waiting', word: 'Planned' },
  claimed: { look: 'running', word: 'Being done' },
  done: { look: 'done', word: 'Done once' },
  refused: { look: 'failed', word: 'Refused' },
  unknown: { look: 'held', word: 'Outcome unknown' },
  cancelled: { look: 'idle', word: 'Cancelled' },
};

/** As the step is called that has it done: an effect has the name of its kind. */
const sayKind = (kind: string): string =>
  kind === 'message' ? 'Message' : kind in stepKinds ? stepKinds[kind as StepKind].name : kind;

/** A subject whose places are filled in as it is sent: the step above shows it with its places. */
const isSettled = ({ value }: Effect['output'][number]) => !value.includes('{{');

/** `refundedMinor`, as an effect calls what it answered, in words. */
function sayName(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a step did outside: how it stands, how often it was tried, and the key that keeps it from happening twice. */
export function EffectLine({ effect }: { effect: Effect }) {
  const state = states[effect.state];
  const open = effect.state === 'planned' || effect.state === 'claimed' || effect.state === 'unknown';
  return (
    <li className="flex flex-col gap-1 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">{sayKind(effect.kind)}</span>
        <Status look={state.look}>{state.word}</Status>
      </div>
      <p className="text-ink-soft tabular-nums">
        {effect.attempt === 1 ? '1 attempt' : `${effect.attempt} attempts`}
        {effect.try > 1 && `, try ${effect.try}`}
        {open && effect.nextAttemptAt && (
          <>
            , next <Coming at={effect.nextAttemptAt} />
          </>
        )}
      </p>
      {effect.output.filter(isSettled).map(({ name, value }) => (
        <p key={name} className="break-words">
          <span className="text-ink-soft">{sayName(name)}:</span> {value}
        </p>
      ))}
      {effect.lastError && <p className="break-words text-bad">{effect.lastError}</p>}
      <p className="text-xs break-all text-ink-soft">
        Effect key: <code>{effect.key}</code>
      </p>
    </li>
  );
}
