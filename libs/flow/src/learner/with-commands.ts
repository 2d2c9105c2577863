import type { Command } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import { withModuleClosed } from './module-access.ts';
import { withPersonChange } from './person.ts';

/**
 * The facts with what these commands have changed about the person and closed again of the course. A driver that feeds several inputs from facts it
 * has read once puts them through this after each, so that the next input sees what the one before it did.
 */
export function withCommands(facts: Facts, commands: readonly Command[]): Facts {
  return commands.reduce(
    (known, command) =>
      command.type === 'tag' || command.type === 'field'
        ? withPersonChange(known, command, command.at)
        : command.type === 'relock'
          ? withModuleClosed(known, command)
          : known,
    facts,
  );
}
