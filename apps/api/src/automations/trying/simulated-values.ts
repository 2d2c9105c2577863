import type { PreviewMessage } from '@gradus/contracts';
import { mailLinks, sayNextOpening } from '@gradus/integrations/mail-render';

/** Where the link to a certificate leads that nobody has issued: whoever reads the mail sees that it is a stand-in. */
const NOT_ISSUED = 'made-when-the-certificate-is-issued';

type Values = Readonly<Record<string, string | undefined>>;

/**
 * What a mail of a simulation is filled in with, as the relay fills one in that it sends (`apps/worker/src/mailing`).
 *
 * @param real - Of somebody who was really there: their name, and the link to the certificate that they have.
 */
export function simulatedValues(
  { name, moduleTitle, nextOpening, zone, certified }: NonNullable<PreviewMessage['simulated']>,
  { courseId, publicUrl }: { courseId: string | null; publicUrl: string },
  real: Values = {},
): Values {
  const links = mailLinks(publicUrl, courseId, certified ? NOT_ISSUED : null);
  const theirs = real['links.certificate'];
  return {
    ...real,
    ...(name !== undefined && { 'person.name': name }),
    ...(moduleTitle !== null && { 'module.title': moduleTitle }),
    ...links,
    // Who has one is shown it; the course's link is what is said of somebody who has none.
    ...(certified &&
      theirs !== undefined &&
      theirs !== links['links.course'] && { 'links.certificate': theirs }),
    ...(nextOpening !== undefined && {
      'dates.next': sayNextOpening(nextOpening === null ? null : new Date(nextOpening), zone),
    }),
  };
}
