import type { Command } from '../model/commands.ts';
import type { Instant } from '../model/instant.ts';

/** When each module was first opened after a moment; from the beginning when none is given. */
export function firstOpenings(
  commands: readonly Command[],
  after: Instant = Number.NEGATIVE_INFINITY,
): Map<string, Instant> {
  const opened = new Map<string, Instant>();
  for (const command of commands)
    if (command.type === 'release' && command.at > after && !opened.has(command.module))
      opened.set(command.module, command.at);
  return opened;
}

/** Modules that were opened although they were open: nothing had closed them since. */
export function openedWhileOpen(commands: readonly Command[]): string[] {
  const open = new Set<string>();
  const twice: string[] = [];
  for (const command of commands) {
    if (command.type === 'relock') open.delete(command.module);
    if (command.type !== 'release') continue;
    if (open.has(command.module)) twice.push(command.module);
    open.add(command.module);
  }
  return twice;
}
