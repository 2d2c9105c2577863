import { countWords } from './words.ts';

describe('countWords', () => {
  it.each([
    ['', 0],
    ['  \n ', 0],
    ['One word', 2],
    ["It's a well-known €4.50 test: done.", 6],
    ['**Content brief.** — the reader', 4],
    ['Größe über älteren Straßen', 4],
  ])('counts %j as %d', (text, words) => {
    expect(countWords(text)).toBe(words);
  });
});
