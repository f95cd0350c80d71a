import { PolicyError } from '../errors.ts';
import type { AppliedPolicies } from '../evaluate/types.ts';
import { InputError } from './errors.ts';
import { compilePolicies } from './policies.ts';
import { isObject, type JsonObject } from './read.ts';
import { repeatsKey } from './repeated-keys.ts';

export type LineOutcome = 'holds' | 'denied' | 'unseen' | 'error';

export interface LineAnswer {
  readonly outcome: LineOutcome;
  /** The answer as an object, to be printed as one line of JSON. */
  readonly answer: JsonObject;
}

/** What to do with the `request` of a line and its policies, once both are read. */
export interface Question<Request> {
  readonly read: (request: unknown) => Request;
  /** Whether the resource policy belongs to an ECR repository. */
  readonly onRepository: (request: Request) => boolean;
  /** @param given parses the policies of the line again. */
  readonly ask: (request: Request, policies: AppliedPolicies, given: () => unknown) => LineAnswer;
}

const remembered = 64;

/**
 * Answers lines of the form `{"id", "request", "policies"}`. Lines often share their policies, so each distinct
 * text is compiled once.
 */
export class LineAnswerer<Request> {
  private readonly question: Question<Request>;
  private readonly compiled = new Map<string, AppliedPolicies>();
  private readonly compiledOnRepository = new Map<string, AppliedPolicies>();
  private lastText = '';

  constructor(question: Question<Request>) {
    this.question = question;
  }

  /** The answer to one line; an invalid line gets an error as its answer, and nothing is thrown. */
  answer(line: string): LineAnswer {
    return guarded((noteId) => {
      const split = this.split(line);
      noteId(split.input.id);
      const request = this.question.read(split.input.request);
      const policies = this.policies(split, this.question.onRepository(request));
      const given = () => (split.text === undefined ? split.input.policies : parseLine(split.text));
      return this.question.ask(request, policies, given);
    });
  }

  /**
   * Parses a line without its policies, whose text is the key of the cache. A quote inside a string is always
   * escaped in JSON, so `"policies"` can only be a key or a whole string; the parsed rest shows whether it is
   * the key of the line itself.
   */
  private split(line: string): Split {
    const start = startOfPolicies(line);
    if (start === undefined) return { input: parseLine(line), text: undefined };
    // Comparing slices compares memory at once; startsWith compares character by character.
    const { length } = this.lastText;
    const known = length > 0 && line.slice(start, start + length) === this.lastText;
    const end = known ? start + length : endOfObject(line, start);
    const input = parseLine(`${line.slice(0, start)}null${line.slice(end)}`);
    if (input.policies !== null) return { input: parseLine(line), text: undefined };
    if (!known) this.lastText = line.slice(start, end);
    return { input, text: this.lastText };
  }

  private policies({ input, text }: Split, onRepository: boolean): AppliedPolicies {
    if (text === undefined) return compilePolicies(input.policies, onRepository);
    const cache = onRepository ? this.compiledOnRepository : this.compiled;
    const known = cache.get(text);
    if (known !== undefined) return known;
    const parsed = parseLine(text);
    if (repeatsKey(text, parsed)) {
      throw new PolicyError('MalformedPolicyDocument', 'Syntax errors in policy.');
    }
    const compiled = compilePolicies(parsed, onRepository);
    if (cache.size >= remembered) cache.clear();
    cache.set(text, compiled);
    return compiled;
  }
}

/** Answers a line of any other form; `ask` may throw input errors. */
export function answerLine(line: string, ask: (input: JsonObject) => LineAnswer): LineAnswer {
  return guarded((noteId) => {
    const input = parseLine(line);
    noteId(input.id);
    return ask(input);
  });
}

/** Puts the id of the line before its answer or error. */
function guarded(ask: (noteId: (id: unknown) => void) => LineAnswer): LineAnswer {
  let id: unknown = null;
  try {
    const { outcome, answer } = ask((noted) => {
      id = noted ?? null;
    });
    return { outcome, answer: { id, ...answer } };
  } catch (error) {
    return { outcome: 'error', answer: { id, error: describeError(error) } };
  }
}

interface Split {
  readonly input: JsonObject;
  /** The policies as written; undefined when they are part of the input. */
  readonly text: string | undefined;
}

function startOfPolicies(line: string): number | undefined {
  const key = '"policies"';
  const at = line.indexOf(key);
  if (at < 1 || line[at - 1] === '\\') return undefined;
  const value = /\s*:\s*(?=\{)/y;
  value.lastIndex = at + key.length;
  return value.test(line) ? value.lastIndex : undefined;
}

/** The position after the brace that closes the object at `start`; the end of the line if there is none. */
function endOfObject(line: string, start: number): number {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(line); found !== null; found = token.exec(line)) {
    if (found[0] === '{') depth++;
    else if (found[0] === '}' && --depth === 0) return token.lastIndex;
  }
  return line.length;
}

function parseLine(line: string): JsonObject {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch {
    throw new InputError('the line is not JSON');
  }
  if (!isObject(input)) throw new InputError('the line is not a JSON object');
  return input;
}

function describeError(error: unknown): JsonObject {
  if (error instanceof PolicyError) {
    const { code, message, line, column } = error;
    return { code, message, ...(line === undefined ? {} : { line, column }) };
  }
  if (error instanceof InputError) return { code: error.code, message: error.message };
  throw error;
}
