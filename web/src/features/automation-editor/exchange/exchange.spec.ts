import { describe, expect, it } from '@jest/globals';
import { TEMPLATES } from '@gradus/flow';
import type { FlowDocument } from '@gradus/flow';
import { printDocument, readDocument } from './exchange.ts';

const catalogue = {
  courseTitle: 'Knots: "advanced" — äöü',
  modules: [{ key: 'a', title: 'A: #1', position: 1, phase: 'one', hasAssessment: true }],
};

/** Texts that a careless printer would not bring back. */
const NASTY = [
  'yes',
  'null',
  '1e3',
  ' leading',
  'trailing ',
  'a\nb\n\n',
  '# no comment',
  '- item',
  '{{person.name}}',
  '"',
  "'",
  '*a',
  '&b',
  '\u2028',
  'é\t|',
];

function withText(document: FlowDocument, text: string): FlowDocument {
  const steps = Object.fromEntries(
    Object.entries(document.definition.steps).map(([id, step]) => [id, { ...step, note: text }]),
  ) as typeof document.definition.steps;
  const notes = { why: { text, tone: 'rose' as const, steps: [document.definition.trigger] } };
  const layout = { ...document.layout, why: { x: -3, y: 0.5 } };
  return { layout, definition: { ...document.definition, steps, notes } };
}

describe.each(['json', 'yaml'] as const)('as %s', (format) => {
  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    '%s comes back to the letter',
    (_, template) => {
      const document = template.draw(catalogue);
      expect(readDocument(printDocument(document, format))).toEqual(document);
    },
  );

  it.each(NASTY)('the text %j comes back to the letter', (text) => {
    const document = withText(TEMPLATES[1]!.draw(catalogue), text);
    expect(readDocument(printDocument(document, format))).toEqual(document);
  });
});

describe('as a person reads it', () => {
  const { definition, layout } = TEMPLATES[1]!.draw(catalogue);
  /** As the database gives it back: keys by their length, then by letter. */
  const shuffled = <T>(value: T): T =>
    Array.isArray(value)
      ? (value.map(shuffled) as T)
      : value !== null && typeof value === 'object'
        ? (Object.fromEntries(
            Object.entries(value)
              .toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
              .map(([key, inside]) => [key, shuffled(inside)]),
          ) as T)
        : value;

  it('begins with the trigger, then the steps in the order of the way, then the lines', () => {
    const text = printDocument({ definition: shuffled(definition), layout }, 'yaml');
    const at = (part: string) => text.indexOf(part);
    const order = [
      'trigger:',
      'steps:',
      `${definition.trigger}:\n      kind: trigger\n      title:`,
      'edges:',
      '- from:',
    ];
    expect(order.map(at).toSorted((a, b) => a - b)).toEqual(order.map(at));
    expect(order.map(at)).not.toContain(-1);
    expect(text).toMatch(/- from: \S+\n +port: \S+\n +to: /);
    expect(readDocument(text)).toEqual({ definition, layout });
  });

  it('says of an unknown kind which step it is', () => {
    const text = printDocument({ definition, layout }, 'yaml').replace('kind: end', 'kind: nonsense');
    expect(() => readDocument(text)).toThrow(
      /^The step “\S+” is of the kind “nonsense”, which is not known here\./,
    );
  });
});

describe('a drawing that calls another one', () => {
  const known = (id: string, name: string) => ({
    id,
    name,
    state: 'live' as const,
    use: 'campaign' as const,
    calls: [],
    suppressWhile: [],
  });
  const drawn = TEMPLATES[1]!.draw(catalogue);
  const document: FlowDocument = {
    ...drawn,
    definition: {
      ...drawn.definition,
      steps: {
        ...drawn.definition.steps,
        onboard: {
          kind: 'callAutomation',
          title: 'Onboard',
          config: { automation: 'there', values: [], wait: true, zone: 'learner', detached: false },
        },
      },
    },
  };
  const called = ({ definition }: FlowDocument) => {
    const step = definition.steps['onboard'];
    return step?.kind === 'callAutomation' ? step.config.automation : null;
  };
  const text = printDocument(document, 'yaml', [known('there', 'Onboarding'), known('other', 'Other')]);

  it('comes back to the letter where the called one is', () => {
    expect(readDocument(text, [known('there', 'Renamed since')])).toEqual(document);
  });

  it('finds the one of the same name elsewhere', () => {
    expect(called(readDocument(text, [known('here', 'Onboarding'), known('x', 'Other')]))).toBe('here');
  });

  it('stays as it was where none or several have that name', () => {
    expect(called(readDocument(text))).toBe('there');
    const twins = [known('a', 'Onboarding'), known('b', 'Onboarding')];
    expect(called(readDocument(text, twins))).toBe('there');
  });
});

describe('what cannot be read', () => {
  it('is said with its line', () => {
    expect(() => readDocument('gradus: automation\ndefinition: {')).toThrow(/^Line 2/);
  });

  it('is said with its place', () => {
    const document = TEMPLATES[1]!.draw(catalogue);
    const text = printDocument(document, 'yaml').replace('amount: 2', 'amount: two');
    expect(() => readDocument(text)).toThrow(/^The step “[^”]+”, timeout › amount: It has to be a number\.$/);
  });

  it('is said in plain words', () => {
    const text = printDocument(TEMPLATES[1]!.draw(catalogue), 'yaml');
    const wrong = (from: string | RegExp, to: string) => () => readDocument(text.replace(from, to));
    expect(wrong(/rule: \w+/, 'rule: sometimes')).toThrow(/^entry › rule: /);
    expect(wrong(/\n {6}title: .*/, '')).toThrow(/title: It is missing\.$/);
    expect(wrong('edges:', 'colour: red\n  edges:')).toThrow(/“colour” is not known here\.$/);
  });

  it('is said when it is something else', () => {
    for (const text of ['', 'hello', '[]', '{"gradus":"steps"}']) {
      expect(() => readDocument(text)).toThrow(/no exported automation/);
    }
  });
});
