/** Letters of the PDF's built-in fonts beyond Latin-1 (Windows-1252). */
const EXTRA = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Letters that do not come apart into a base letter and a mark, and whole alphabets in their usual Latin form. */
const LATIN: Readonly<Record<string, string>> = pairs(
  "ł l đ d ħ h ı i ŋ ng ŧ t ĸ k ſ s ə e ə e ɓ b ɗ d ƙ k ẞ SS ‐ - ‑ - − - ′ ' ″ \" ʼ ' ʻ ' ’ ' " +
    'а a б b в v г g ґ g д d е e ё yo є ye ж zh з z и i і i ї yi й y к k л l м m н n о o п p р r с s т t у u ў u ' +
    'ф f х kh ц ts ч ch ш sh щ shch ъ " ы y ь \' э e ю yu я ya ђ dj ј j љ lj њ nj ћ c џ dz ѓ g ќ k ѕ dz ' +
    'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o',
);

/**
 * Text as the PDF's built-in fonts can write it: accents beyond Latin-1 are dropped, Cyrillic and Greek are
 * transliterated. Null when a letter of another script is left, because a name of question marks is worse than none.
 */
export function toLatin(text: string): string | null {
  let written = '';
  for (const character of text.normalize('NFC')) {
    const latin = writable(character) ? character : spell(character);
    if (latin === null) return null;
    written += latin;
  }
  return written.replace(/\s+/g, ' ').trim();
}

function writable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || EXTRA.has(character);
}

function spell(character: string): string | null {
  if (/\p{Cc}|\p{Cf}|\p{Z}/u.test(character)) return ' ';
  const lower = character.toLowerCase();
  const known = LATIN[character] ?? LATIN[lower];
  if (known !== undefined) return lower === character ? known : capital(known);
  const base = character.normalize('NFKD').replace(/\p{M}/gu, '');
  if (base === '') return '';
  if (base === character) return null;
  return [...base].every(writable) ? base : spellAll(base);
}

function spellAll(text: string): string | null {
  const parts = [...text].map((character) => (writable(character) ? character : spell(character)));
  return parts.includes(null) ? null : parts.join('');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function pairs(list: string): Record<string, string> {
  const words = list.split(' ');
  return Object.fromEntries(
    words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : [])),
  );
}
