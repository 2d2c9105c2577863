import type { Visitor } from '../../browser/visitor.ts';
import { must } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { newcomer } from '../people.ts';
import { enrol, FREE_COURSE } from './moves.ts';

/** The learner's screens on 360 pixels: nothing is cut off, nothing has to be pushed sideways. */
export const phone: Journey = {
  name: 'Learner: on a small phone',
  async play(stage) {
    const fay = await newcomer(stage, 'Fay Phone', { width: 360, height: 740 });
    const visitor = await stage.visitor('Vera Visitor', { width: 360, height: 740 });
    const screens: Array<[screen: string, who: Visitor, go: () => Promise<void>]> = [
      ['sign-in', visitor, () => visitor.open('/sign-in')],
      ['register', visitor, () => visitor.open('/register')],
      ['forgot-password', visitor, () => visitor.open('/forgot-password')],
      ['courses-visitor', visitor, () => visitor.open('/courses')],
      ['course-offer', visitor, () => visitor.link(/AI Marketing Mastery/).click()],
      ['my-course', fay, () => enrol(fay)],
      ['lesson', fay, () => fay.link('Begin').click()],
      ['assignment', fay, () => toAssignment(fay)],
      ['courses', fay, () => fay.open('/courses')],
      ['account', fay, () => fay.open('/account')],
      ['menu', fay, () => fay.button('Open the menu').click()],
    ];
    for (const [screen, who, go] of screens)
      await stage.step(`${screen}: fits`, async () => {
        await go();
        await fits(who, screen);
      });
    await certificateFits(stage, visitor);
  },
};

async function toAssignment(fay: Visitor): Promise<void> {
  await fay.page.goBack();
  await fay.heading(FREE_COURSE).waitFor();
  await fay.link(/Write and Test a Working Prompt/).click();
  await fay.page.getByLabel('Your work').waitFor();
}

async function fits(who: Visitor, screen: string): Promise<void> {
  await who.page.getByRole('heading').first().waitFor();
  await who.page.waitForLoadState('networkidle');
  await who.look(`phone-${screen}`);
  const wide = await who.page.evaluate(`(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return null;
    const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > room + 1);
    return out.slice(0, 5).map((one) => one.tagName + '.' + one.className).join(' | ') || 'something';
  })()`);
  must(wide === null, `It has to be pushed sideways: ${String(wide)}`);
}

/** The newest certificate of the school, if there is one by now; then the same, taken back. */
async function certificateFits(stage: Stage, visitor: Visitor): Promise<void> {
  const mail = (await stage.inbox.to('simulated')).find(({ subject }) =>
    subject.startsWith('Your certificate'),
  );
  if (!mail) return stage.skip('certificate: fits', 'nobody has earned one on this copy yet');
  const address = mail.to[0] ?? '';
  const enrollmentId = await holderOf(stage, address);
  if (!enrollmentId) return stage.skip('certificate: fits', 'the newest one was revoked at an earlier time');
  await stage.step('certificate: fits', async () => {
    await visitor.open(await stage.inbox.link(address, /^Your certificate/, /certificate/i));
    await visitor.reads('This certificate is genuine and valid');
    await fits(visitor, 'certificate');
  });
  await stage.step('a revoked certificate says so, its holder is told, and it fits', async () => {
    const reason = 'Only to look at it';
    await stage.api.send('POST', `/api/enrollments/${enrollmentId}/revoke-certificate`, { reason });
    await visitor.page.reload();
    await visitor.reads(/^Revoked by the school on/);
    await visitor.link('Certificate (PDF)').waitFor({ state: 'detached' });
    await fits(visitor, 'certificate-revoked');
    const { text } = await stage.inbox.await(address, /^We have revoked your certificate/);
    must(`${text}`.includes(reason), 'The mail does not say why.');
  });
}

/** The place whose certificate somebody of this address holds. */
async function holderOf(stage: Stage, address: string): Promise<string | undefined> {
  const { courses } = await stage.api.get<{
    courses: Array<{ enrollmentId: string; certificate: { state: string } | null }>;
  }>(`/api/people/${await stage.api.personId(address)}`);
  return courses.find(({ certificate }) => certificate?.state === 'issued')?.enrollmentId;
}
