/** Text that is HTML already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Markup | string | number | readonly Markup[];

/** A template in which every value is escaped, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  const text = strings.map(
    (part, index) => part + (index < values.length ? render(values[index] ?? '') : ''),
  );
  return new Markup(text.join(''));
}

function render(value: Piece): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return (value as readonly Markup[]).map(({ text }) => text).join('');
  return escapeHtml(String(value));
}

/** Escapes text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; --ink:#1c2024; --soft:#60646c; --line:#e0e1e6; --ground:#fcfcfd; --card:#fff;
  --accent:#0d74ce; --on-accent:#fff; --note:#fff7c2; --note-ink:#624c18; --bad:#c62a2f; --good:#18794e; }
@media (prefers-color-scheme: dark) { :root { --ink:#edeef0; --soft:#b0b4ba; --line:#2e3135; --ground:#111113;
  --card:#18191b; --accent:#70b8ff; --on-accent:#0b1b2b; --note:#302008; --note-ink:#ffe7a0; --bad:#ff9592; --good:#3dd68c; } }
* { box-sizing: border-box }
body { margin:0; background:var(--ground); color:var(--ink); font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif }
header { border-bottom:1px solid var(--line); background:var(--card) }
header div, main { max-width:60rem; margin:0 auto; padding:.9rem 1.25rem }
header div { display:flex; gap:.75rem; align-items:center; flex-wrap:wrap }
header a, h1 { font-size:1.05rem; font-weight:600; color:inherit; text-decoration:none; margin:0 }
main { padding-top:1.5rem; padding-bottom:4rem }
h2 { font-size:1rem; margin:2rem 0 .5rem } p { margin:.5rem 0 }
a { color:var(--accent) } .soft { color:var(--soft) } .small { font-size:.875rem } .bad { color:var(--bad) } .good { color:var(--good) }
.badge { font-size:.75rem; font-weight:600; padding:.1rem .5rem; border-radius:1rem; background:var(--note); color:var(--note-ink); white-space:nowrap }
table { width:100%; border-collapse:collapse; font-size:.9375rem } .scroll { overflow-x:auto }
th { text-align:left; font-weight:500; color:var(--soft); font-size:.8125rem } th,td { padding:.5rem .6rem; border-bottom:1px solid var(--line); vertical-align:top }
.card { background:var(--card); border:1px solid var(--line); border-radius:.75rem; padding:1.25rem }
label { display:block; font-size:.875rem; margin:.75rem 0 .25rem; color:var(--soft) }
input { width:100%; font:inherit; color:inherit; background:var(--ground); border:1px solid var(--line); border-radius:.5rem; padding:.55rem .7rem }
button,.button { font:inherit; font-weight:600; border:0; border-radius:.5rem; padding:.6rem 1.1rem; background:var(--accent); color:var(--on-accent); cursor:pointer; text-decoration:none; display:inline-block }
:focus-visible { outline:3px solid var(--accent); outline-offset:2px }
iframe { width:100%; min-height:32rem; border:1px solid var(--line); border-radius:.75rem; background:#fff }
pre { white-space:pre-wrap; overflow-wrap:anywhere; font-size:.875rem }
`;

/** A whole page: calm, light and dark, without anything from elsewhere, and visibly simulated. */
export function page(options: { title: string; home: string; body: Markup; script?: string }): string {
  const script = options.script === undefined ? '' : `<script>${options.script}</script>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${options.title} (simulated)</title>
        <link rel="icon" href="data:," />
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <div><a href="/">${options.home}</a><span class="badge">Simulated</span></div>
        </header>
        <main>${options.body}</main>
        ${new Markup(script)}
      </body>
    </html>`.text;
}
