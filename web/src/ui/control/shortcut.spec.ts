import { expect, it } from '@jest/globals';
import { shortcut } from './shortcut.ts';

it('writes keys as they stand on the keyboard', () => {
  expect(shortcut('K', undefined, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).toBe('⌘K');
  expect(shortcut('Z', 'shift', 'Mozilla/5.0 (iPad; CPU OS 18_0)')).toBe('⇧⌘Z');
  expect(shortcut('K', undefined, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)')).toBe('Ctrl+K');
  expect(shortcut('Z', 'shift', 'Mozilla/5.0 (X11; Linux x86_64)')).toBe('Ctrl+Shift+Z');
});
