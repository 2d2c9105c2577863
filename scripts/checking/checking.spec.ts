import { completeLock, machineOf } from './complete-lock.ts';
import { houseProblems } from './house-rules.ts';
import { outcomeLine, readTotalLine, totalLine } from './outcome.ts';

const source = (place: string, text = '') => ({ place, text });

describe('house rules', () => {
  it('finds what is too long, too full, too deep or named vaguely', () => {
    const files = Array.from({ length: 13 }, (_, index) => source(`libs/flow/src/part-${index}.ts`));
    expect(
      houseProblems([
        ...files,
        source('apps/api/src/long.ts', 'x\n'.repeat(401)),
        source('apps/api/src/utils/x.ts'),
        source('apps/api/src/a/b/c/d.ts'),
        source('apps/api/src/a/b/c/d/e.ts'),
        source('apps/api/src/Courses.ts'),
      ]),
    ).toEqual([
      'apps/api/src/Courses.ts: file names are kebab-case.',
      'apps/api/src/a/b/c/d/e.ts is 4 folders below src; 3 is the most.',
      'apps/api/src/long.ts has 401 lines; 400 is the most.',
      'apps/api/src/utils/x.ts: "utils" says nothing; name what is in it.',
      'libs/flow/src holds 13 source files; 12 is the most.',
    ]);
  });

  it('lets only libs/config read the environment', () => {
    const text = 'const { PATH } = process.env;';
    const places = ['apps/api/src/a.ts', 'libs/config/src/b.ts', 'apps/api/src/testing/c.ts', 'scripts/d.ts'];
    expect(houseProblems(places.map((place) => source(place, text)))).toEqual([
      'apps/api/src/a.ts reads process.env; only libs/config does.',
    ]);
  });
});

describe('the summary', () => {
  it('adds up and can be read back', () => {
    const outcomes = [
      { name: 'unit tests', passed: 12, failed: 1, seconds: 3.21, output: '' },
      { name: 'format', passed: 1, failed: 0, seconds: 0.5, output: '' },
    ];
    expect(totalLine(outcomes)).toBe('13 passed, 1 failed');
    expect(readTotalLine(`1 passed, 0 failed\nmore\n${totalLine(outcomes)}\n`)).toEqual({
      passed: 13,
      failed: 1,
    });
    expect(readTotalLine('nothing of the kind')).toBeUndefined();
    expect(outcomes.map(outcomeLine)).toEqual([
      'FAILED  unit tests        3.2 s  12 passed, 1 failed',
      'ok      format            0.5 s',
    ]);
  });
});

describe('the lock file', () => {
  it('gets the packages of other machines that npm left out', () => {
    const lock = {
      packages: {
        'node_modules/tool': {
          optionalDependencies: {
            '@tool/linux-x64-gnu': '1.0.0',
            '@tool/darwin-arm64': '1.0.0',
            extra: '2.0.0',
          },
        },
        'node_modules/@tool/linux-x64-gnu': { version: '1.0.0' },
      },
    };
    expect(completeLock(lock)).toEqual(['@tool/darwin-arm64@1.0.0']);
    expect(lock.packages).toHaveProperty(['node_modules/@tool/darwin-arm64'], {
      version: '1.0.0',
      optional: true,
      os: ['darwin'],
      cpu: ['arm64'],
    });
    expect(completeLock(lock)).toEqual([]);
  });

  it('reads the machine from the name', () => {
    expect(machineOf('@x/core-linux-arm64-musl')).toEqual({ os: ['linux'], cpu: ['arm64'], libc: ['musl'] });
    expect(machineOf('@x/binding-wasm32-wasi')).toEqual({ cpu: ['wasm32'] });
    expect(machineOf('react')).toBeUndefined();
  });
});
