import { stripVTControlCharacters } from 'node:util';
import type { Visitor } from '../browser/visitor.ts';

const LONGEST = 8;

/** What an error says, in few lines, with the place in the journey. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /(e2e\/src\/journeys\/[^)\s]+)/.exec(error.stack ?? '')?.[1];
  const message = stripVTControlCharacters(error.message).split('\n').slice(0, LONGEST);
  return [...message.map((line) => line.slice(0, 300)), ...(place ? [`at ${place}`] : [])].join('\n');
}

/** Where everybody of a journey was when it failed: a picture, and what the pages complained about. */
export async function evidence(journey: string, visitors: Visitor[]): Promise<string[]> {
  const lines: string[] = [];
  for (const visitor of visitors) {
    const file = await visitor.photograph(`failed-${slug(journey)}-${slug(visitor.name)}`);
    lines.push(`${visitor.name} was at ${visitor.page.url()}, see ${file}`);
    lines.push(...visitor.trouble.lines.slice(-12).map((line) => `  ${line}`));
  }
  return lines;
}

const slug = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
