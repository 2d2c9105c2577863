import { describe, expect, it } from '@jest/globals';
import { mailLinks, renderMail, sayNextOpening, type MailTemplate } from './render.ts';

const template: MailTemplate = {
  subject: 'Week {{ week }} is open, {{name}}',
  body: '# Hello {{name}}\n\nWeek **{{week}}** waits, _{{name}}_.\n\n[Open week {{week}}]({{url}})\n\n- one\n- two\n',
  variables: { name: 'Lena', week: 3, url: 'https://school.example/week/3?a=1&b=2' },
  organizationName: 'School & Co',
  footer: { unsubscribeUrl: 'https://school.example/u/1', address: 'Main Street 1' },
  simulated: false,
};

describe('renderMail', () => {
  it('fills variables into subject, HTML and text', () => {
    const { subject, html, text, missing } = renderMail(template);
    expect(subject).toBe('Week 3 is open, Lena');
    expect(html).toContain('<strong>3</strong> waits, <em>Lena</em>');
    expect(html).toMatch(
      /<a href="https:\/\/school.example\/week\/3\?a=1&amp;b=2" style="display:inline-block/,
    );
    expect(html).toContain('School &amp; Co');
    expect(text).toBe(
      'Hello Lena\n\nWeek 3 waits, Lena.\n\nOpen week 3: https://school.example/week/3?a=1&b=2\n\n- one\n- two\n\n' +
        '-- \nSchool & Co\nMain Street 1\nUnsubscribe: https://school.example/u/1\n',
    );
    expect(missing).toEqual([]);
  });

  it('never lets a value become markup', () => {
    const name = '<img src=x onerror=alert(1)> [free](https://evil.example) **x**';
    const { html, text } = renderMail({ ...template, variables: { ...template.variables, name } });
    expect(html).not.toContain('<img');
    expect(html).not.toContain('href="https://evil.example"');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; [free](https://evil.example) **x**');
    expect(text).toContain(`Hello ${name}`);
  });

  it.each([
    ['[x](javascript:alert(1))', 'javascript:'],
    ['[x](data:text/html,hi)', 'data:text'],
    ['[x](//evil.example)', 'href="//'],
    ['[x]({{link}})', 'javascript:'],
    ['<b onclick="x()">bold</b>', '<b '],
    ['text <script>x()</script>', '<script'],
    ['![pixel](https://evil.example/p.gif)', '<img'],
  ])('makes %j harmless', (body, unwanted) => {
    const variables = { ...template.variables, link: 'javascript:alert(1)' };
    expect(renderMail({ ...template, body, variables }).html).not.toContain(unwanted);
  });

  it('keeps relative links and encodes variables inside addresses', () => {
    const { html } = renderMail({
      ...template,
      body: 'See [here](/search?q={{q}}).',
      variables: { q: 'a b&c' },
    });
    expect(html).toContain('href="/search?q=a%20b%26c"');
  });

  it('keeps a subject on one line, and says which variables have no value', () => {
    const { subject, missing } = renderMail({
      ...template,
      variables: { week: 'x\r\nBcc: all@example.org' },
    });
    expect(subject).toBe('Week x Bcc: all@example.org is open, {{name}}');
    expect(missing).toEqual(['name', 'url']);
  });

  it('says when it is simulated, and leaves out what is not given', () => {
    const { html, text } = renderMail({ ...template, simulated: true, footer: { unsubscribeUrl: null } });
    expect(html).toContain('Simulated');
    expect(text.startsWith('[Simulated')).toBe(true);
    expect(html + text).not.toContain('Unsubscribe');
  });

  it('is the same every time', () => {
    expect(renderMail(template)).toEqual(renderMail(template));
  });
});

describe('mailLinks', () => {
  const school = 'https://school.example';

  it.each([
    [null, null, school, `${school}/learn`, school],
    ['c1', null, `${school}/courses/c1`, `${school}/courses/c1/learn`, `${school}/courses/c1`],
    ['c1', 'k1', `${school}/courses/c1`, `${school}/courses/c1/learn`, `${school}/credentials/k1`],
  ])('of course %s and certificate %s', (courseId, credentialId, course, module, certificate) => {
    expect(mailLinks(school, courseId, credentialId)).toEqual({
      'links.course': course,
      'links.module': module,
      'links.certificate': certificate,
    });
  });
});

describe('sayNextOpening', () => {
  it("names the moment by the reader's clock, and says soon where none is known", () => {
    const at = new Date('2026-12-08T08:00:00Z');
    expect(sayNextOpening(at, 'Asia/Tokyo')).toBe('Tuesday, 8 December 2026 at 17:00');
    expect(sayNextOpening(at, 'Europe/Berlin')).toBe('Tuesday, 8 December 2026 at 09:00');
    expect(sayNextOpening(null, 'Asia/Tokyo')).toBe('soon');
  });
});
