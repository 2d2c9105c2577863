import { Lexer, type Token, type Tokens } from 'marked';
import type { Placeholders } from './placeholders.ts';

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";
const TEXT = `margin:0 0 16px;${FONT};font-size:16px;line-height:1.6`;
const BUTTON = `display:inline-block;padding:11px 20px;border-radius:8px;background:#0d74ce;color:#ffffff;text-decoration:none;font-weight:600`;

/** Markdown of a mail as HTML with inline styles and as plain text, with variables filled in safely. */
export class MarkdownMail {
  readonly #tokens: Token[];
  readonly #placeholders: Placeholders;

  constructor(body: string, placeholders: Placeholders) {
    this.#placeholders = placeholders;
    this.#tokens = Lexer.lex(placeholders.mark(body), { gfm: true });
  }

  html(): string {
    return this.#tokens.map((token) => this.#block(token)).join('\n');
  }

  text(): string {
    return this.#tokens
      .map((token) => this.#plainBlock(token))
      .filter((block) => block !== '')
      .join('\n\n');
  }

  #block(token: Token): string {
    switch (token.type) {
      case 'space':
      case 'def':
        return '';
      case 'heading':
        return `<p style="margin:24px 0 8px;${FONT};font-size:${token['depth'] === 1 ? 22 : 18}px;line-height:1.3;font-weight:600">${this.#inline(token.tokens)}</p>`;
      case 'paragraph':
        return `<p style="${TEXT}">${this.#soleLink(token.tokens) ?? this.#inline(token.tokens)}</p>`;
      case 'blockquote':
        return `<div style="margin:0 0 16px;padding-left:14px;border-left:3px solid #d9d9e0">${(token.tokens ?? []).map((inner) => this.#block(inner)).join('')}</div>`;
      case 'list':
        return this.#list(token as Tokens.List);
      case 'hr':
        return '<hr style="border:0;border-top:1px solid #e0e1e6;margin:24px 0">';
      case 'code':
        return `<pre style="${TEXT};font-family:ui-monospace,monospace;font-size:14px;white-space:pre-wrap">${this.#escaped((token as Tokens.Code).text)}</pre>`;
      case 'text':
        return this.#inline(token.tokens ?? [token]);
      default:
        return `<p style="${TEXT}">${this.#escaped(token.raw)}</p>`;
    }
  }

  #list(list: Tokens.List): string {
    const tag = list.ordered ? 'ol' : 'ul';
    const items = list.items.map(
      ({ tokens }) => `<li style="margin:0 0 6px">${tokens.map((token) => this.#block(token)).join('')}</li>`,
    );
    const start = list.ordered && typeof list.start === 'number' ? ` start="${list.start}"` : '';
    return `<${tag}${start} style="${TEXT};padding-left:22px">${items.join('')}</${tag}>`;
  }

  #inline(tokens: readonly Token[] = []): string {
    return tokens.map((token) => this.#span(token)).join('');
  }

  #span(token: Token): string {
    switch (token.type) {
      case 'strong':
        return `<strong>${this.#inline(token.tokens)}</strong>`;
      case 'em':
        return `<em>${this.#inline(token.tokens)}</em>`;
      case 'del':
        return `<s>${this.#inline(token.tokens)}</s>`;
      case 'codespan':
        return `<code>${this.#escaped((token as Tokens.Codespan).text)}</code>`;
      case 'br':
        return '<br>';
      case 'link':
        return this.#link(token as Tokens.Link, 'color:#0d74ce');
      case 'image':
        return this.#escaped((token as Tokens.Image).text);
      case 'text':
      case 'escape': {
        const { text, tokens } = token as Tokens.Text;
        return tokens === undefined ? this.#escaped(text) : this.#inline(tokens);
      }
      default:
        return this.#escaped(token.raw);
    }
  }

  /** A link that is alone in its paragraph is what the mail is about: a button. */
  #soleLink(tokens: readonly Token[] = []): string | null {
    const [only, ...others] = tokens;
    return only?.type === 'link' && others.length === 0 ? this.#link(only as Tokens.Link, BUTTON) : null;
  }

  #link(link: Tokens.Link, style: string): string {
    const target = this.#target(link);
    if (target === null) return this.#inline(link.tokens);
    return `<a href="${escapeHtml(target)}" style="${style}">${this.#inline(link.tokens)}</a>`;
  }

  #target(link: Tokens.Link): string | null {
    return safeUrl(this.#placeholders.fillUrl(link.href));
  }

  #escaped(marked: string): string {
    return escapeHtml(this.#placeholders.fill(marked));
  }

  #plainBlock(token: Token): string {
    switch (token.type) {
      case 'space':
      case 'def':
        return '';
      case 'hr':
        return '---';
      case 'list': {
        const list = token as Tokens.List;
        const first = typeof list.start === 'number' ? list.start : 1;
        return list.items
          .map(({ tokens }, index) => {
            const lines = tokens.map((inner) => this.#plainBlock(inner)).join('\n');
            return `${list.ordered ? `${first + index}.` : '-'} ${lines.replaceAll('\n', '\n  ')}`;
          })
          .join('\n');
      }
      case 'blockquote':
        return (token.tokens ?? []).map((inner) => `> ${this.#plainBlock(inner)}`).join('\n>\n');
      case 'heading':
      case 'paragraph':
        return this.#plain(token.tokens);
      case 'text':
        return this.#plain(token.tokens ?? [token]);
      default:
        return this.#placeholders.fill('text' in token ? String(token['text']) : token.raw);
    }
  }

  #plain(tokens: readonly Token[] = []): string {
    return tokens
      .map((token) => {
        if (token.type === 'br') return '\n';
        if (token.type === 'link') return this.#plainLink(token as Tokens.Link);
        if ('tokens' in token && token.tokens !== undefined) return this.#plain(token.tokens);
        return this.#placeholders.fill('text' in token ? String(token['text']) : token.raw);
      })
      .join('');
  }

  #plainLink(link: Tokens.Link): string {
    const words = this.#plain(link.tokens);
    const target = this.#target(link);
    if (target === null || target === words) return words;
    return `${words}: ${target}`;
  }
}

/** An http(s) or relative address, else null. */
export function safeUrl(address: string): string | null {
  const trimmed = address.trim();
  if (trimmed === '' || /[\p{Cc}\s]/u.test(trimmed) || trimmed.startsWith('//') || trimmed.includes('\\')) {
    return null;
  }
  try {
    const { protocol } = new URL(trimmed, 'https://relative.invalid/');
    return protocol === 'https:' || protocol === 'http:' ? trimmed : null;
  } catch {
    return null;
  }
}

/** Escapes text for HTML content and double-quoted attributes. */
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
