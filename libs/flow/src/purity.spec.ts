import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = import.meta.dirname;
const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('testing'),
);

/** The promise of the whole package: same arguments, same answer, anywhere. */
it.each(sources)('%s reads no clock, rolls no dice and touches nothing outside', (file) => {
  const source = readFileSync(join(FOLDER, file), 'utf8');
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  expect(code).not.toMatch(
    /Date\.now|new Date\(|Math\.random|Temporal\.Now|performance\.|setTimeout|setInterval/,
  );
  expect(code).not.toMatch(
    /from 'node:|process\.|globalThis|window\.|document\.(?!definition|layout)|fetch\(|\beval\(/,
  );
  expect(code).not.toMatch(/\bas any\b|@ts-ignore|@ts-expect-error/);
  const imports = [...code.matchAll(/from '([^.'][^']*)'/g)].map((match) => match[1]);
  const allowed = [
    'zod',
    '@gradus/contracts',
    '@marcbachmann/cel-js',
    'temporal-polyfill/implementation',
    /^@noble\/hashes\//,
  ];
  for (const name of imports) expect(allowed.some((one) => (name ?? '').match(one))).toBe(true);
});
