import { keepText, withdrawText } from '@gradus/database';
import { fillIn, safeText, type StepOf } from '@gradus/flow';
import type { WrittenText } from '@gradus/integrations/ai';
import type { ActivityParts } from '../../activity-parts.ts';
import { EffectRefusedError } from '../../ledger/problems.ts';
import type { EffectWork, RunEffect } from './effect-work.ts';
import { cutToLength } from './generated-text.ts';

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

const RULES = `You write one short text to a learner of a course, in the name of the school.
Answer with the text alone, as plain Markdown without headings, images or HTML. No subject line, no preamble, no notes to anybody.
You are not told who the learner is. Where their name belongs, write {{person.name}} exactly like that.
Promise nothing, name no dates, prices or grades that you were not given.`;

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
    const paid = await earlierText(parts, place, effect.outwardKey);
    if (paid) return seal(parts, effect, place, paid);
    if (parts.writer === null) throw new EffectRefusedError('writer.missing', NO_WRITER);
    const { prompt, mostCharacters } = effect.config as Config;
    const request = {
      key: effect.outwardKey,
      model: parts.graderModel,
      instructions: `${RULES}\nAt most ${mostCharacters} characters.`,
      prompt: fillIn(prompt, variablesOf(effect, place)),
    };
    const written = await parts.writer.write(request, signal);
    await keepAnswer(parts, parts.writer.provider, { effect, place, written });
    return seal(parts, effect, place, written);
  },
  async settle(manager, effect, { model, characters, cipher }) {
    const { into, review } = effect.config as Config;
    const state = review ? 'draft' : 'approved';
    await keepText(manager, { effectId: effect.id, name: into, state, model, cipher });
    return { outcome: { model, characters, result: { characters } } };
  },
  undo: (manager, { runId, key }) => withdrawText(manager, runId, key),
};

async function seal(
  parts: ActivityParts,
  { config }: RunEffect,
  { userId }: Place,
  written: WrittenText,
): Promise<Sealed> {
  const text = cutToLength(safeText(written.text), (config as Config).mostCharacters);
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

async function earlierText(
  parts: ActivityParts,
  { userId }: Place,
  key: string,
): Promise<WrittenText | null> {
  const [row] = await parts.dataSource.query<Array<{ answer_cipher: Buffer | null }>>(
    `SELECT answer_cipher FROM ai_calls WHERE key = $1 AND state = 'done'`,
    [key],
  );
  if (!row?.answer_cipher) return null;
  return parts.vault.openJson<WrittenText>(parts.dataSource.manager, userId, row.answer_cipher);
}

/** With what it cost, where the prices of the model are known: unknown is null, never nothing. */
async function keepAnswer(
  parts: ActivityParts,
  provider: string,
  { effect, place, written }: { effect: RunEffect; place: Place; written: WrittenText },
): Promise<void> {
  const { manager } = parts.dataSource;
  await manager.query(
    `INSERT INTO ai_calls (organization_id, key, provider, model, state, request_id, usage, answer_cipher, settled_at, cost_usd)
     VALUES ($1, $2, $3::text, $4::text, 'done', $5, $6::jsonb, $7, clock_timestamp(),
             (SELECT (($6::jsonb->>'fresh')::numeric * (prices->>'input')::numeric
                    + ($6::jsonb->>'cacheRead')::numeric * (prices->>'cachedInput')::numeric
                    + ($6::jsonb->>'output')::numeric * (prices->>'output')::numeric) / 1000000
                FROM ai_models WHERE provider = $3::text AND name = $4::text AND prices IS NOT NULL LIMIT 1))
     ON CONFLICT (key) DO NOTHING`,
    [
      effect.organizationId,
      effect.outwardKey,
      provider,
      written.model,
      written.requestId,
      JSON.stringify(written.usage),
      await parts.vault.sealJson(manager, place.userId, written),
    ],
  );
}
