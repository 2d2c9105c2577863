import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Definition } from '../model/definition.ts';
import { TEMPLATES } from '../templates/gallery.ts';
import {
  CATALOGUE,
  draw,
  DONE,
  mailStep,
  START,
  STOPPED,
  untilFacts,
  waitStep,
} from '../testing/drawings.ts';
import { definitions } from '../testing/generated.ts';
import { outlineOf, type Outline, type OutlineLine } from './outline.ts';

/** The outline as indented text: what a person reads. */
function text(lines: OutlineLine[], indent = ''): string[] {
  return lines.flatMap((line) => {
    if (line.kind === 'goesOn') return [`${indent}${line.back ? '^' : '>'} ${line.stepId}`];
    const ways = line.ways.flatMap((way) => [`${indent}  ${way.port}:`, ...text(way.lines, `${indent}    `)]);
    return [`${indent}${line.stepId}`, ...ways];
  });
}

const read = (definition: unknown): string[] => text(outlineOf(definition as Definition).lines);

function stepsIn({ lines, loose }: Outline): string[] {
  const inside = (some: OutlineLine[]): string[] =>
    some.flatMap((line) =>
      line.kind === 'step' ? [line.stepId, ...line.ways.flatMap((way) => inside(way.lines))] : [],
    );
  return [...inside(lines), ...loose.flatMap(inside)];
}

/** Lines of the drawing that the outline shows: as the next line, the first of a way, where ways meet, or as a word. */
function wordsIn(lines: OutlineLine[]): number {
  return lines.reduce(
    (sum, line) =>
      sum + (line.kind === 'goesOn' ? 1 : line.ways.reduce((inner, way) => inner + wordsIn(way.lines), 0)),
    0,
  );
}

describe('the outline', () => {
  it('goes on under a step whose ways meet again', () => {
    const definition = draw(
      {
        start: START,
        met: untilFacts('facts.certified', 3),
        remind: mailStep(),
        after: waitStep(1),
        done: DONE,
      },
      [
        ['start', 'next', 'met'],
        ['met', 'next', 'after'],
        ['met', 'timeout', 'remind'],
        ['remind', 'next', 'after'],
        ['after', 'next', 'done'],
      ],
    );
    expect(read(definition)).toEqual([
      'start',
      'met',
      '  next:',
      '  timeout:',
      '    remind',
      'after',
      'done',
    ]);
  });

  it('goes on by the first way where ways never meet, and says where a loop comes back', () => {
    const definition = draw(
      { start: START, met: untilFacts('facts.certified', 3), remind: waitStep(1), done: DONE },
      [
        ['start', 'next', 'met'],
        ['met', 'next', 'done'],
        ['met', 'timeout', 'remind'],
        ['remind', 'next', 'met', 'back'],
      ],
    );
    expect(read(definition)).toEqual([
      'start',
      'met',
      '  next:',
      '  timeout:',
      '    remind',
      '    ^ met',
      'done',
    ]);
  });

  it('has what hangs on nothing apart', () => {
    const definition = draw({ start: START, done: DONE, lost: mailStep(), gone: STOPPED }, [
      ['start', 'next', 'done'],
      ['lost', 'next', 'gone'],
    ]) as Definition;
    expect(outlineOf(definition).loose.map((lines) => text(lines))).toEqual([['lost', 'gone']]);
  });

  it.each(TEMPLATES.map((template) => [template.id, template] as const))('reads %s', (_, template) => {
    const { definition } = template.draw(CATALOGUE);
    const outline = outlineOf(definition);
    expect(outline.loose).toEqual([]);
    expect(stepsIn(outline).sort()).toEqual(Object.keys(definition.steps).sort());
    expect(wordsIn(outline.lines)).toBeLessThan(3);
  });

  it('gives every step of any drawing one line, also of one in disorder', () => {
    fc.assert(
      fc.property(definitions(), fc.array(fc.nat(60)), (definition, cuts) => {
        const steps = Object.keys(definition.steps);
        const edges = definition.edges.map((edge, index) =>
          cuts.includes(index) ? { ...edge, to: steps[(index * 7) % steps.length] ?? edge.to } : edge,
        );
        const disorderly = {
          ...definition,
          edges: edges.filter((_, index) => index % 9 !== cuts.length % 9),
        };
        expect(stepsIn(outlineOf(disorderly)).sort()).toEqual(steps.sort());
      }),
      { numRuns: 300 },
    );
  });
});
