import type { PreviewMessage, TimelineEntry } from '@gradus/contracts';
import { variablesIn } from '@gradus/flow';
import type { StepOf } from '@gradus/flow';

/** Who gets the mails of a way. */
export interface Reader {
  name: string;
  /** Of somebody who was really there; left out: they are imagined. */
  runId?: string;
}

interface SentLetter {
  stepId: string;
  letter: StepOf<'message'>['config'];
  entry: Pick<TimelineEntry, 'at' | 'mail'>;
  reader: Reader | undefined;
}

/** A mail to be rendered with what its learner, their way and their dates are at the moment at which it leaves. */
export function simulatedLetter({ stepId, letter, entry, reader }: SentLetter): PreviewMessage {
  const { subject, body, category } = letter;
  const runId = reader?.runId;
  return {
    stepId,
    subject,
    body,
    category,
    ...(runId !== undefined && { as: { runId, at: entry.at } }),
    ...(entry.mail && {
      simulated: { ...entry.mail, ...(reader && runId === undefined && { name: reader.name }) },
    }),
  };
}

/** What stands above such a mail. */
export function sayReader(
  { mail }: Pick<TimelineEntry, 'mail'>,
  reader: Reader | undefined,
): { heading?: string } {
  if (reader?.runId !== undefined) return { heading: `As ${reader.name} would have got it` };
  if (reader) return { heading: `As ${reader.name} would get it` };
  return mail ? { heading: 'As the learner would get it' } : {};
}

/** What in such a mail is not there yet, in a sentence; null: all of it is real. */
export function sayStandIns({ subject, body, simulated, as }: PreviewMessage): string | null {
  const linked = variablesIn(`${subject} ${body}`).includes('links.certificate');
  if (!linked || !simulated?.certified || as) return null;
  return 'The link to the certificate is made when one is issued; until then a stand-in is shown.';
}
