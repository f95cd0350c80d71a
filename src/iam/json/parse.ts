import type { Position } from '../errors.ts';
import { type JsonEntry, type JsonNode, maximumDepth, type Span } from './node.ts';

/** Not JSON (RFC 8259), nested too deep, or an object with the same key twice. */
export class JsonError extends Error {
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.name = 'JsonError';
    this.position = position;
  }
}

const escapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids raw control characters in strings.
const plainText = /[^"\\\u0000-\u001f]*/y;

/**
 * Parses JSON and keeps the line and column of every value.
 *
 * A key that occurs twice in one object is refused: the policy grammar forbids it ("Individual
 * elements must not contain multiple instances of the same key"), and guessing which one counts
 * could widen a policy.
 *
 * @throws JsonError, and nothing else, on any other text.
 */
export function parseJson(text: string): JsonNode {
  return new Parser(text).document();
}

class Parser {
  private readonly text: string;
  private readonly lineStarts: readonly number[];
  private at = 0;
  private line = 0;

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
    this.lineStarts = starts;
  }

  document(): JsonNode {
    const node = this.value(0);
    this.skipSpace();
    if (this.at < this.text.length) this.fail('text after the end of the document');
    return node;
  }

  private value(depth: number): JsonNode {
    if (depth > maximumDepth) this.fail('nested too deep');
    this.skipSpace();
    const start = this.position();
    const char = this.text[this.at];
    if (char === '{') return this.object(start, depth);
    if (char === '[') return this.array(start, depth);
    if (char === '"') {
      const value = this.string();
      return { type: 'string', value, span: this.spanFrom(start) };
    }
    if (this.word('true')) return { type: 'boolean', value: true, span: this.spanFrom(start) };
    if (this.word('false')) return { type: 'boolean', value: false, span: this.spanFrom(start) };
    if (this.word('null')) return { type: 'null', span: this.spanFrom(start) };
    return { type: 'number', value: this.number(), span: this.spanFrom(start) };
  }

  private object(start: Position, depth: number): JsonNode {
    const entries: JsonEntry[] = [];
    const seen = new Set<string>();
    this.at++;
    this.skipSpace();
    if (!this.take('}')) {
      do {
        entries.push(this.entry(seen, depth));
        this.skipSpace();
      } while (this.take(','));
      this.expect('}');
    }
    return { type: 'object', entries, span: this.spanFrom(start) };
  }

  private entry(seen: Set<string>, depth: number): JsonEntry {
    this.skipSpace();
    const start = this.position();
    if (this.text[this.at] !== '"') this.fail('expected a key');
    const key = this.string();
    const keySpan = this.spanFrom(start);
    if (seen.has(key)) this.fail(`the key ${JSON.stringify(key)} occurs twice`);
    seen.add(key);
    this.skipSpace();
    this.expect(':');
    return { key, keySpan, value: this.value(depth + 1) };
  }

  private array(start: Position, depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.at++;
    this.skipSpace();
    if (!this.take(']')) {
      do {
        items.push(this.value(depth + 1));
        this.skipSpace();
      } while (this.take(','));
      this.expect(']');
    }
    return { type: 'array', items, span: this.spanFrom(start) };
  }

  private string(): string {
    this.at++;
    let value = '';
    for (;;) {
      plainText.lastIndex = this.at;
      plainText.test(this.text);
      value += this.text.slice(this.at, plainText.lastIndex);
      this.at = plainText.lastIndex;
      const char = this.text[this.at++];
      if (char === '"') return value;
      if (char !== '\\') this.fail('unterminated string');
      value += this.escape();
    }
  }

  private escape(): string {
    const char = this.text[this.at++] ?? '';
    if (char === 'u') {
      const hex = this.text.slice(this.at, this.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('bad \\u escape');
      this.at += 4;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    return escapes[char] ?? this.fail('bad escape');
  }

  private number(): string {
    numberPattern.lastIndex = this.at;
    const found = numberPattern.exec(this.text)?.[0];
    if (found === undefined) return this.fail('expected a value');
    this.at += found.length;
    return found;
  }

  private word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private expect(char: string): void {
    if (!this.take(char)) this.fail(`expected ${char}`);
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  /** The current position. Positions only increase, so the line is counted on from the last one. */
  private position(): Position {
    const { lineStarts, at } = this;
    while ((lineStarts[this.line + 1] ?? Number.POSITIVE_INFINITY) <= at) this.line++;
    return { line: this.line + 1, column: at - (lineStarts[this.line] ?? 0) + 1 };
  }

  private spanFrom(start: Position): Span {
    return { start, end: this.position() };
  }

  private fail(message: string): never {
    throw new JsonError(message, this.position());
  }
}
