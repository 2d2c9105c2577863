import { sayConflict } from './conflict-words.ts';

const edit = (editedBy: string | null, said: string[], own = false) => ({
  editedBy,
  own,
  editedAt: `2026-12-01T0${said.length}:00:00.000Z`,
  said,
});

describe('a draft that was changed meanwhile', () => {
  it('says who, when they did it last, and what they did, in the order they did it', () => {
    const edits = [edit('Ben', ['removed “B”', 'led “A” to “C”']), edit('Ben', ['renamed “A” to “Z”'])];
    expect(sayConflict(edits)).toEqual({
      who: 'Ben changed this draft',
      at: '2026-12-01T02:00:00.000Z',
      what: 'renamed “A” to “Z”, removed “B” and led “A” to “C”',
    });
  });

  it('names several, each once, and counts what is too much to tell', () => {
    const edits = [edit('Ben', ['d', 'e', 'a']), edit('Ines', ['a', 'b', 'c']), edit('Ben', ['a'])];
    expect(sayConflict(edits)).toMatchObject({
      who: 'Ben and Ines changed this draft',
      what: 'a, b, c and 2 things more',
    });
  });

  it('does not count what it has not read', () => {
    const edits = [edit('Ben', ['c', 'd']), edit('Ben', ['a', 'b'])];
    expect(sayConflict(edits, true).what).toBe('a, b, c and more');
    expect(sayConflict([edit('Ben', ['a'])], true).what).toBe('a and more');
  });

  it('tells whoever did it themselves elsewhere, and stays true when it knows nothing', () => {
    expect(sayConflict([edit('Ada', ['a'], true)]).who).toBe('You changed this draft in another window');
    expect(sayConflict([edit(null, ['a'])]).who).toBe('Somebody changed this draft');
    expect(sayConflict([])).toEqual({ who: 'Somebody else changed this draft', at: null, what: null });
    expect(sayConflict([edit('Ben', [])]).what).toBeNull();
  });
});
