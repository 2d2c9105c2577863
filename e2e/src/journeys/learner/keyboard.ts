import { isFocused, press, tabTo } from '../../browser/keys.ts';
import { must } from '../../product/until.ts';
import type { Journey } from '../../runner/journey.ts';
import { addressOf, newcomer, PASSWORD, signOut } from '../people.ts';
import { FREE_COURSE } from './moves.ts';

const NAME = 'Kim Keyboard';

/** Signing in, enrolling, reading and marking as done without a mouse. */
export const keyboard: Journey = {
  name: 'Learner: by keyboard alone',
  async play(stage) {
    const kim = await newcomer(stage, NAME);
    await signOut(kim);
    await stage.step('signs in', async () => {
      await kim.open('/sign-in');
      await tabTo(kim, kim.page.getByLabel('E-mail'));
      await kim.page.keyboard.type(addressOf(stage, NAME));
      await tabTo(kim, kim.page.getByLabel('Password', { exact: true }));
      await kim.page.keyboard.type(PASSWORD);
      await kim.page.keyboard.press('Enter');
      await kim.heading('Courses').waitFor();
    });
    await stage.step('skips to the content', async () => {
      await kim.page.keyboard.press('Tab');
      const skip = kim.page.getByRole('link', { name: 'Skip to the content' });
      await tabTo(kim, skip);
      await kim.page.keyboard.press('Enter');
      must(
        await kim.page.evaluate(`document.activeElement?.id === 'main'`),
        'The focus is not in the content.',
      );
    });
    await stage.step('enrols', async () => {
      await press(kim, kim.link(new RegExp(FREE_COURSE)));
      await press(kim, kim.button('Enrol now'));
      await kim.link('Begin').waitFor({ timeout: 20_000 });
    });
    await stage.step('opens a lesson and marks it as done', async () => {
      await press(kim, kim.link('Begin'));
      await kim.heading('Anatomy of a Marketing Prompt').waitFor();
      await press(kim, kim.button('Mark as done and go on'));
      await kim.heading('Giving Context and Examples').waitFor();
    });
    await stage.step('opens the menu of the account and leaves it by Escape', async () => {
      const account = kim.button(/^Account of /);
      await press(kim, account);
      await kim.page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
      await kim.page.keyboard.press('Escape');
      await kim.page.getByRole('menuitem', { name: 'Sign out' }).waitFor({ state: 'hidden' });
      must(await isFocused(account), 'Escape does not give the focus back to the button.');
    });
  },
};
