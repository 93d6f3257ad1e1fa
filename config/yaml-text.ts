import { type Alias, isAlias, isCollection, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Given, Where } from './in-words.ts';

/** What is wrong in a text, and in which of its lines. */
export interface LineFault {
  line: number;
  message: string;
}

/** A text in YAML: what it says, and how and where that is written. */
export class YamlText {
  readonly #document: ReturnType<typeof parseDocument>;
  readonly #lines = new LineCounter();
  /** What it says; nothing where it has faults. */
  readonly values: unknown;
  /** Why nobody can tell what it says. */
  readonly faults: readonly LineFault[];

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines });
    const { values, faults = [] } = this.#understood();
    this.values = values;
    this.faults = faults;
  }

  /** The line of the deepest part of the path that is there: a missing value is told where it should stand. */
  lineOf(where: Where): number {
    for (let length = where.length; length > 0; length--) {
      const { range } = this.#nodeAt(where.slice(0, length)) ?? {};
      if (range) return this.#line(range[0]);
    }
    return 1;
  }

  /** What stands at a path. */
  at(where: Where): Given {
    const node = this.#nodeAt(where);
    const written = isScalar(node) ? node.source : undefined;
    return { value: isScalar(node) ? node.value : node?.toJS(this.#document), written };
  }

  #understood(): { values?: unknown; faults?: LineFault[] } {
    // What follows the first is mostly what comes of it.
    const [broken] = this.#document.errors;
    if (broken) {
      const said = (broken.message.split('\n')[0] ?? broken.code).replace(/ at line \d+, column \d+:?$/, '');
      return { faults: [{ line: this.#line(broken.pos[0]), message: said }] };
    }
    try {
      return { values: this.#document.toJS() };
    } catch (error) {
      return { faults: this.#aliasFaults(error) };
    }
  }

  /** The library knows of these only when it is asked what the text says. */
  #aliasFaults(error: unknown): LineFault[] {
    const aliases: Alias[] = [];
    visit(this.#document, { Alias: (_, alias) => void aliases.push(alias) });
    const lineOf = (alias?: Alias) => this.#line(alias?.range?.[0] ?? 0);
    const empty = aliases.filter((alias) => !alias.resolve(this.#document));
    if (empty.length === 0)
      return [{ line: lineOf(aliases[0]), message: `aliases (*name) cannot be followed: ${error}` }];
    return empty.map((alias) => ({
      line: lineOf(alias),
      message: `*${alias.source} stands for nothing, there is no &${alias.source} before it: a text that begins with * belongs in quotes`,
    }));
  }

  #nodeAt(where: Where) {
    let node: unknown = this.#document.contents;
    for (const part of where) {
      const next: unknown = isCollection(node) ? node.get(part, true) : undefined;
      node = isAlias(next) ? next.resolve(this.#document) : next;
    }
    return isNode(node) ? node : undefined;
  }

  #line(position: number): number {
    return this.#lines.linePos(position).line;
  }
}
