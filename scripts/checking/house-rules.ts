import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const places = ['apps', 'libs', 'workflows', 'activities', 'stand-ins', 'web', 'e2e', 'bench', 'scripts'];
const product = /^(apps|libs|workflows|activities|web)\/(.*\/)?src\//;
const skipped = new Set(['node_modules', 'dist', 'histories', 'screenshots', 'results', 'coverage']);
const vague = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'types', 'misc', 'lib']);
const longest = 400;
const fullest = 12;
const deepest = 3;

/** One source file, with what the rules look at. */
export interface Source {
  /** Path from the repository's root, with slashes. */
  place: string;
  text: string;
}

/** Every TypeScript source of the repository. */
export function readSources(root: string): Source[] {
  const all = places
    .filter((place) => existsSync(path.join(root, place)))
    .flatMap((place) => filesUnder(root, place));
  return all.map((place) => ({ place, text: readFileSync(path.join(root, place), 'utf8') }));
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : filesUnder(root, place);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [place] : [];
  });
}

/** One sentence for each place that breaks a rule of the house about size, names and the environment. */
export function houseProblems(sources: Source[]): string[] {
  return [...sources.flatMap(problemsOfFile), ...fullFolders(sources)].toSorted();
}

function problemsOfFile({ place, text }: Source): string[] {
  const problems: string[] = [];
  const lines = text.split('\n').length - 1;
  if (lines > longest) problems.push(`${place} has ${lines} lines; ${longest} is the most.`);
  const words = place.split('/');
  const name = (words.at(-1) ?? '').replace(/(\.[\w-]+)*\.tsx?$/, '');
  const bad = [
    ...words.slice(0, -1).filter((word, index) => index > 0 && vague.has(word)),
    ...(vague.has(name) ? [name] : []),
  ];
  for (const word of bad) problems.push(`${place}: "${word}" says nothing; name what is in it.`);
  if (
    !/^[a-z0-9$]+([-.][a-z0-9$]+)*\.tsx?$/.test(words.at(-1) ?? '') &&
    !/^\d{13}-/.test(words.at(-1) ?? '')
  ) {
    problems.push(`${place}: file names are kebab-case.`);
  }
  const depth = words.includes('src') ? words.length - words.indexOf('src') - 2 : 0;
  if (depth > deepest) problems.push(`${place} is ${depth} folders below src; ${deepest} is the most.`);
  const readsEnvironment =
    /\bprocess\s*\.\s*env\b/.test(text) && !place.startsWith('libs/config/') && !isTest(place);
  if (product.test(place) && readsEnvironment)
    problems.push(`${place} reads process.env; only libs/config does.`);
  return problems;
}

function fullFolders(sources: Source[]): string[] {
  const counts = new Map<string, number>();
  for (const { place } of sources) {
    const folder = path.posix.dirname(place);
    if (!isTest(place) && !folder.endsWith('/migrations')) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > fullest)
    .map(([folder, count]) => `${folder} holds ${count} source files; ${fullest} is the most.`);
}

const isTest = (place: string): boolean => /\.(int-)?spec\.tsx?$|\/(testing|proofs)\//.test(place);

/** The size of the middle file and of the one that 95 of 100 stay below. */
export function sizes(sources: Source[]): { median: number; p95: number } {
  const lengths = sources
    .map(({ text }) => text.split('\n').length - 1)
    .toSorted((one, other) => one - other);
  const at = (share: number): number => lengths[Math.floor((lengths.length - 1) * share)] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}
