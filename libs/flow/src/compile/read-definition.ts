import { upgradeShape } from '../model/upgrades/definition-upgrades.ts';
import { Definition, type StepId } from '../model/definition.ts';
import type { Problem } from '../model/plan.ts';
import { error } from './problems.ts';

interface Issue {
  path: PropertyKey[];
  message: string;
}

function titleOf(raw: unknown, stepId: StepId): string {
  const steps = typeof raw === 'object' && raw !== null && 'steps' in raw ? raw.steps : null;
  if (typeof steps !== 'object' || steps === null) return stepId;
  const step = Object.entries(steps).find(([id]) => id === stepId)?.[1] as unknown;
  const titled =
    typeof step === 'object' && step !== null && 'title' in step && typeof step.title === 'string';
  return titled ? String(step.title) || stepId : stepId;
}

function problemOf(issue: Issue, raw: unknown): Problem {
  const path = issue.path.map(String);
  const message = issue.message.replace(/\.$/, '');
  const [area, stepId, part] = path;
  if (area !== 'steps' || stepId === undefined) {
    const field = path.join('.') || null;
    return error(
      'flow.shape',
      null,
      field,
      `The automation's ${field ?? 'document'} is not right: ${message}.`,
    );
  }
  const inside = path.slice(part === 'config' ? 3 : 2).join('.') || null;
  const what = inside === null ? '' : `, ${inside}`;
  const sentence = `“${titleOf(raw, stepId)}”${what}: ${message}. Correct it in the step's settings.`;
  return error('flow.shape', stepId, inside, sentence);
}

/** A definition in its proper shape with defaults filled in, or one problem per field that is not. */
export function readDefinition(raw: unknown): { definition: Definition } | { problems: Problem[] } {
  const parsed = Definition.safeParse(upgradeShape(raw));
  if (parsed.success) return { definition: parsed.data };
  return { problems: parsed.error.issues.map((issue) => problemOf(issue, raw)) };
}
