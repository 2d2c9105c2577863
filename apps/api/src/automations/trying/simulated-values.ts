import type { PreviewMessage } from '@gradus/contracts';
import { sayMailDate } from '@gradus/integrations/mail-render';

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
  const course = courseId === null ? publicUrl : `${publicUrl}/courses/${courseId}`;
  const issued = real['links.certificate'] ?? course;
  const certificate = issued === course ? `${publicUrl}/credentials/${NOT_ISSUED}` : issued;
  return {
    ...real,
    ...(name !== undefined && { 'person.name': name }),
    ...(moduleTitle !== null && { 'module.title': moduleTitle }),
    'links.course': course,
    'links.module': `${course}/learn`,
    'links.certificate': certified ? certificate : course,
    ...(nextOpening !== undefined && {
      'dates.next': nextOpening === null ? 'soon' : sayMailDate(new Date(nextOpening), zone),
    }),
  };
}
