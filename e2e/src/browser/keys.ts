import type { Locator } from 'playwright-core';
import { must } from '../product/until.ts';
import type { Visitor } from './visitor.ts';

const MOST_TABS = 60;
export const isFocused = async (place: Locator) =>
  (await place.and(place.page().locator(':focus')).count()) > 0;

/** Goes on by Tab until this has the focus, and looks whether that can be seen. */
export async function tabTo(kim: Visitor, place: Locator): Promise<void> {
  await place.waitFor({ state: 'attached' });
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await isFocused(place)) return mustBeSeen(place);
    await kim.page.keyboard.press('Tab');
  }
  throw new Error(`${MOST_TABS} tabs do not lead to ${place.toString()}`);
}

/** Goes there by Tab and presses Enter. */
export async function press(kim: Visitor, place: Locator): Promise<void> {
  await tabTo(kim, place);
  await kim.page.keyboard.press('Enter');
}

/** Whoever has the focus shows it: by an outline or a ring. */
async function mustBeSeen(place: Locator): Promise<void> {
  const seen = await place.page().evaluate(`['', '::after'].some((part) => {
    const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement, part);
    return outlineStyle !== 'none' || boxShadow !== 'none';
  })`);
  must(seen, `The focus cannot be seen on ${place.toString()}`);
}

/** Chooses from one of our selects by its keys: opened by Enter, the choice found by its letters. */
export async function pick(kim: Visitor, select: Locator, choice: string): Promise<void> {
  await press(kim, select);
  const option = kim.page.getByRole('option', { name: choice }).first();
  await option.waitFor();
  await kim.page.keyboard.press('Home');
  for (let keys = 0; keys < MOST_TABS; keys += 1) {
    if ((await option.getAttribute('data-highlighted')) !== null) {
      await kim.page.keyboard.press('Enter');
      return option.waitFor({ state: 'hidden' });
    }
    await kim.page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrow keys do not lead to ${choice}.`);
}

/** Empties the field that has the focus and types. */
export async function retype(kim: Visitor, field: Locator, text: string): Promise<void> {
  await tabTo(kim, field);
  await kim.page.keyboard.press('ControlOrMeta+a');
  await kim.page.keyboard.type(text);
}
