import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { LineCounter, isNode, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { CourseDocumentProblem } from './course-document-error.ts';

type Path = ReadonlyArray<PropertyKey>;

/** A YAML file after checking: its value, and where in the file each field is. */
export interface CheckedFile<T> {
  value: T;
  report(path: Path, message: string): void;
}

/** Reads the files of one course folder and gathers everything that is wrong in them. */
export class CourseFiles {
  readonly folder: string;
  readonly problems: CourseDocumentProblem[] = [];

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  /** The checked value of a YAML file, or null when something is wrong with it (then `problems` says what). */
  async yaml<S extends z.ZodType>(file: string, schema: S): Promise<CheckedFile<z.infer<S>> | null> {
    const text = await this.text(file);
    if (text === null) {
      this.#add(file, 1, null, 'the file is missing or not readable');
      return null;
    }
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    for (const error of document.errors)
      this.#add(file, lines.linePos(error.pos[0]).line, null, error.message.replace(/\s+/g, ' '));
    if (document.errors.length > 0) return null;
    const report = (path: Path, message: string) =>
      this.#add(file, lineOf(document, lines, path), fieldName(path), message);
    const parsed = schema.safeParse(document.toJS());
    if (parsed.success) return { value: parsed.data, report };
    for (const issue of parsed.error.issues)
      if (issue.code === 'unrecognized_keys')
        for (const key of issue.keys) report([...issue.path, key], 'this field is not known here');
      else report(issue.path, issue.message);
    return null;
  }

  /** A text file inside the folder; null when it is not there or lies outside. */
  async text(file: string): Promise<string | null> {
    const path = resolve(this.folder, file);
    if (relative(this.folder, path).split(sep)[0] === '..') return null;
    return readFile(path, 'utf8').catch(() => null);
  }

  #add(file: string, line: number, field: string | null, message: string): void {
    this.problems.push({ file, line, field, message });
  }
}

/** The line of a field; of what encloses it when the field itself is missing. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length) as unknown[], true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function fieldName(path: Path): string | null {
  if (path.length === 0) return null;
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
