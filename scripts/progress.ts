let lineIsOpen = false;

// A closed terminal must not keep us from ending our parts in order.
process.stdout.on('error', () => undefined);

/** Prints one whole line, first ending a progress line that is still open. */
export function say(text: string): void {
  process.stdout.write(`${lineIsOpen ? '\n' : ''}${text}\n`);
  lineIsOpen = false;
}

/**
 * Runs one piece of work behind a line such as `Starting PostgreSQL… 0.7 s`. Work that takes long adds a dot every
 * ten seconds, so that a log without a terminal shows life too.
 */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  if (lineIsOpen) process.stdout.write('\n');
  process.stdout.write(`${title}… `);
  lineIsOpen = true;
  const begun = performance.now();
  const ticker = setInterval(() => lineIsOpen && process.stdout.write('. '), 10_000);
  try {
    const result = await work();
    finish(title, `${((performance.now() - begun) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    finish(title, 'failed');
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

function finish(title: string, outcome: string): void {
  process.stdout.write(lineIsOpen ? `${outcome}\n` : `${title}: ${outcome}\n`);
  lineIsOpen = false;
}
