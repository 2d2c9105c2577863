import { describe, expect, it } from '@jest/globals';
import { renderNotice } from './render-notice.ts';

const render = (body: string, variables: Record<string, string> = {}, subject = 'Hello') =>
  renderNotice({ subject, body, variables });

describe('a notice', () => {
  it('is filled in and stays Markdown', () => {
    const { title, body, missing } = render(
      '**Week 1** is open, {{person.name}}. [Go]({{links.course}})',
      { 'person.name': 'Ada', 'links.course': 'https://school.example/courses/1' },
      'Welcome,  {{person.name}}',
    );
    expect(title).toBe('Welcome, Ada');
    expect(body).toBe('**Week 1** is open, Ada. [Go](https://school.example/courses/1)');
    expect(missing).toEqual([]);
  });

  it.each([
    ['[x](https://evil.example)', '\\[x\\]\\(https\\:\\/\\/evil'],
    ['<b>me</b>', '\\<b\\>me'],
    ['**bold** _it_', '\\*\\*bold\\*\\* \\_it\\_'],
    ['www.evil.example', 'www\\.evil\\.example'],
    ['a@evil.example', 'a\\@evil'],
    ['Ada\n\n# Big', 'Ada \\# Big'],
  ])('never reads a name as more than a name: %s', (name, escaped) => {
    const { body } = render('Hello {{person.name}}', { 'person.name': name });
    expect(body).toContain(`Hello ${escaped.replaceAll('\\/', '/')}`);
  });

  it('says which names have no value', () => {
    expect(render('{{module.title}} and {{nobody}}', { 'module.title': 'Knots' }).missing).toEqual([
      'nobody',
    ]);
  });
});
