/** How a combination of keys is written on the keyboard in front of the person: ⌘Z on a Mac, Ctrl+Z elsewhere. */
export function shortcut(key: string, also?: 'shift', platform = ownPlatform()): string {
  if (/mac|iphone|ipad/i.test(platform)) return `${also === 'shift' ? '⇧' : ''}⌘${key}`;
  return `Ctrl+${also === 'shift' ? 'Shift+' : ''}${key}`;
}

function ownPlatform(): string {
  return typeof navigator === 'undefined' ? '' : navigator.userAgent;
}
