/** Something the command bar can do. */
export interface Command {
  id: string;
  title: string;
  /** Shown beside it, and searched too. */
  hint?: string;
  /** Searched, and not shown. */
  also?: string;
  group: 'Steps' | 'Actions';
  run(): void;
}

const MOST = 50;

/** Those that hold every typed word, in title or hint; titles that begin with it first. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const [first = ''] = words;
  const found = commands.filter(({ title, hint = '', also = '' }) => {
    const text = `${title} ${hint} ${also}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const begins = ({ title }: Command) => Number(!title.toLowerCase().startsWith(first));
  return found.toSorted((a, b) => begins(a) - begins(b)).slice(0, MOST);
}
