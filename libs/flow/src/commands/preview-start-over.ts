import { stepOf } from '../model/versions.ts';
import { reduce } from '../turn/reduce.ts';
import { calledOffIn } from './carried-effects.ts';
import {
  planned,
  stillToCome,
  wasEverDone,
  type CommandPreview,
  type EffectOutlook,
  type PreviewedRun,
} from './preview-command.ts';
import { startOver, type StartOver } from './start-over.ts';

/**
 * Says what starting an ended run over would do, by doing it with nothing kept: what happens at once, and what becomes of
 * effects done before at the steps that are still to come.
 *
 * @param ended - The run that has ended, with the plan of the version it would begin in.
 * @throws StartOverStepMissingError
 */
export function previewStartOver(
  ended: PreviewedRun,
  { stepId, effects: again }: Pick<StartOver, 'stepId' | 'effects'>,
): CommandPreview {
  const { plan, facts, now } = ended;
  const calledOff = calledOffIn(facts.calls);
  const { runId } = ended.state;
  const begun = startOver(plan, ended.state, { runId, at: now, stepId, effects: again, calledOff });
  const { state: after, commands } = reduce(plan, begun, { kind: 'started', at: now }, facts, now);
  const effects = commands.flatMap((one): EffectOutlook[] => {
    if (one.type !== 'message' && one.type !== 'effect') return [];
    const outlook = planned({ ...ended, state: begun }, one);
    if (Object.hasOwn(begun.carried, one.stepId)) return [outlook];
    // The new run has keys of its own; here it goes by the name of the old one.
    return [{ ...outlook, fate: wasEverDone(ended, one.stepId) ? 'again' : 'runs' }];
  });
  // Nobody is inside of its blocks any more.
  const left = { ...ended, state: { ...ended.state, blocks: [] } };
  return {
    accepted: true,
    detail: 'A run of its own takes the place of the one that has ended.',
    effects: [...effects, ...stillToCome(left, after, effects, again)],
    opens: commands.flatMap((one) => (one.type === 'release' ? [one.module] : [])),
    callsOff: [],
    endsCalled: [],
    standing: after.tokens.map((token) => ({
      stepId: token.stepId,
      title: stepOf(plan, token)?.step.title ?? token.stepId,
      status: token.status,
      until: token.deadline,
    })),
    ends: after.finished?.outcome ?? null,
  };
}
