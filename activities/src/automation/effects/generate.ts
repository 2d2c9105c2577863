import { keepText, paidAnswer, withdrawText } from '@gradus/database';
import { fillIn, type StepOf, usableText } from '@gradus/flow';
import { textRequest, type WrittenText } from '@gradus/integrations/ai';
import type { ActivityParts } from '../../activity-parts.ts';
import { EffectRefusedError } from '../../ledger/problems.ts';
import type { EffectWork, RunEffect } from './effect-work.ts';

type Config = StepOf<'generate'>['config'];

/** A text as it may be used, sealed with the key of the learner it is for. */
interface Sealed {
  model: string;
  characters: number;
  cipher: Buffer;
}

interface Place {
  userId: string;
  school: string;
  courseTitle: string | null;
  moduleTitle: string | null;
}

const NO_WRITER =
  'No AI provider is connected, so no text can be written: the local grader only compares. Connect OpenAI or Anthropic, then retry.';

/**
 * Has a text written. The call has a row of its own in `ai_calls`, by the outward key, so that a retry finds the answer that
 * was paid for. What goes out is the prompt: never the learner's name, mail or work.
 */
export const generate: EffectWork<Sealed> = {
  claimSeconds: 75,
  async call(parts, effect, signal) {
    const place = await placeOf(parts, effect);
    const { vault, dataSource } = parts;
    const { organizationId, outwardKey: key } = effect;
    const question = { organizationId, key, userId: place.userId };
    const { answer } = await paidAnswer(dataSource.manager, vault, question, () =>
      write(parts, { effect, place, signal }),
    );
    return seal(parts, effect, place, answer);
  },
  async settle(manager, effect, { model, characters, cipher }) {
    const { into, review } = effect.config as Config;
    const state = review ? 'draft' : 'approved';
    await keepText(manager, { effectId: effect.id, name: into, state, model, cipher });
    return { outcome: { model, characters, result: { characters } } };
  },
  undo: (manager, { runId, key }) => withdrawText(manager, runId, key),
};

async function write(
  { writer, graderModel: model }: ActivityParts,
  { effect, place, signal }: { effect: RunEffect; place: Place; signal: AbortSignal },
): Promise<{ provider: string; answer: WrittenText }> {
  if (writer === null) throw new EffectRefusedError('writer.missing', NO_WRITER);
  const { prompt: asked, mostCharacters } = effect.config as Config;
  const prompt = fillIn(asked, variablesOf(effect, place));
  const request = textRequest({ key: effect.outwardKey, model, mostCharacters, prompt });
  return { provider: writer.provider, answer: await writer.write(request, signal) };
}

async function seal(
  parts: ActivityParts,
  { config }: RunEffect,
  { userId }: Place,
  written: WrittenText,
): Promise<Sealed> {
  const text = usableText(written.text, (config as Config).mostCharacters);
  const cipher = await parts.vault.seal(parts.dataSource.manager, userId, text);
  return { model: written.model, characters: text.length, cipher };
}

function variablesOf(
  { given }: RunEffect,
  { school, courseTitle, moduleTitle }: Place,
): Record<string, string> {
  return {
    'school.name': school,
    'course.title': courseTitle ?? '',
    'module.title': moduleTitle ?? '',
    'learner.progress': String(given['progress'] ?? 0),
    'learner.days': String(given['days'] ?? 0),
  };
}

async function placeOf(parts: ActivityParts, { id, given }: RunEffect): Promise<Place> {
  const [row] = await parts.dataSource.query<Place[]>(
    `SELECT r.user_id AS "userId", o.name AS school, k.title AS "courseTitle",
            (SELECT m.title FROM modules m WHERE m.course_version_id = e.course_version_id AND m.key = $2) AS "moduleTitle"
       FROM effects f JOIN runs r ON r.id = f.run_id JOIN organizations o ON o.id = r.organization_id
       LEFT JOIN enrollments e ON e.id = r.enrollment_id LEFT JOIN courses k ON k.id = e.course_id WHERE f.id = $1`,
    [id, given['module'] ?? ''],
  );
  if (!row) throw new Error(`No effect ${id}.`);
  return row;
}
