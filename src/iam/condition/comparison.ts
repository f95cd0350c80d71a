import { arnParts, splitArn } from '../../names/arn.ts';
import { hasLiteralHead, splitArnPattern } from '../match/arn.ts';
import { globMatcher } from '../match/glob.ts';
import {
  fillText,
  type Resolve,
  templateMatches,
  templateOf,
  variablesOf,
} from '../match/template.ts';
import { instantOf } from './date.ts';
import { addressOf, rangeHolds, rangeOf } from './ip.ts';
import type { Comparison } from './operator.ts';
import { bytesOf, numberOf } from './values.ts';

/** Whether a value of the request satisfies one value of the policy. */
export interface Test {
  readonly passes: (value: string, resolve: Resolve) => boolean;
  readonly variables: readonly string[];
}

/**
 * Compiles the comparison of an operator with one value of the policy. Where either side cannot be
 * read as the operator's type, the comparison does not hold (so a negated operator does).
 */
export function compileTest(comparison: Comparison, wanted: string, variables: boolean): Test {
  switch (comparison) {
    case 'StringEquals':
      return textTest(wanted, variables, (text) => text);
    case 'StringEqualsIgnoreCase':
      return textTest(wanted, variables, (text) => text.toLowerCase());
    case 'Bool':
      return textTest(wanted, variables, (text) => text.toLowerCase());
    case 'StringLike':
      return likeTest(wanted, variables);
    case 'ArnLike':
      return arnTest(wanted, variables);
    case 'IpAddress':
      return ipTest(wanted);
    case 'BinaryEquals':
      return orderTest(bytesOf, wanted, (given, bytes) => given === bytes);
    case 'Null':
      return { passes: () => false, variables: [] };
    default:
      return orderedTest(comparison, wanted);
  }
}

function textTest(wanted: string, variables: boolean, fold: (text: string) => string): Test {
  const template = variables ? templateOf(wanted) : undefined;
  if (template === undefined) {
    const folded = fold(wanted);
    return { passes: (value) => fold(value) === folded, variables: [] };
  }
  return {
    passes: (value, resolve) => {
      const filled = fillText(template, resolve);
      return filled !== undefined && fold(value) === fold(filled);
    },
    variables: variablesOf(template),
  };
}

function likeTest(wanted: string, variables: boolean): Test {
  const template = variables ? templateOf(wanted) : undefined;
  if (template === undefined) return { passes: globMatcher(wanted), variables: [] };
  return {
    passes: (value, resolve) => templateMatches(template, value, resolve),
    variables: variablesOf(template),
  };
}

/** Each of the six components is checked separately. A lone star stands for any ARN. */
function arnTest(wanted: string, variables: boolean): Test {
  if (wanted === '*') return { passes: () => true, variables: [] };
  const parts = splitArnPattern(wanted);
  if (parts.length < arnParts) return { passes: () => false, variables: [] };
  if (hasLiteralHead(parts)) return likeTest(wanted, variables);
  const tests = parts.map((part) => likeTest(part, variables));
  return {
    passes: (value, resolve) => {
      const given = splitArn(value);
      if (given.length < arnParts) return false;
      return tests.every((test, i) => test.passes(given[i] ?? '', resolve));
    },
    variables: tests.flatMap((test) => test.variables),
  };
}

function ipTest(wanted: string): Test {
  const range = rangeOf(wanted);
  if (range === undefined) return { passes: () => false, variables: [] };
  return {
    passes: (value) => {
      const address = addressOf(value);
      return address !== undefined && rangeHolds(range, address);
    },
    variables: [],
  };
}

function orderedTest(comparison: Comparison, wanted: string): Test {
  const read = comparison.startsWith('Date') ? instantOf : numberOf;
  const relation = comparison.replace(/^(Date|Numeric)/, '');
  switch (relation) {
    case 'LessThan':
      return orderTest(read, wanted, (given, limit) => given < limit);
    case 'LessThanEquals':
      return orderTest(read, wanted, (given, limit) => given <= limit);
    case 'GreaterThan':
      return orderTest(read, wanted, (given, limit) => given > limit);
    case 'GreaterThanEquals':
      return orderTest(read, wanted, (given, limit) => given >= limit);
    default:
      return orderTest(read, wanted, (given, limit) => given === limit);
  }
}

function orderTest<T>(
  read: (text: string) => T | undefined,
  wanted: string,
  holds: (given: T, limit: T) => boolean,
): Test {
  const limit = read(wanted);
  if (limit === undefined) return { passes: () => false, variables: [] };
  return {
    passes: (value) => {
      const given = read(value);
      return given !== undefined && holds(given, limit);
    },
    variables: [],
  };
}
