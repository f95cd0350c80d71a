import { isObject, type Kind } from './matcher-kind.ts';
import { matchesWildcard, refusesWildcard } from './wildcard.ts';

const needsText = (kind: string, operand: unknown): string | undefined =>
  typeof operand === 'string' ? undefined : `${kind} match pattern must be a string`;

const ignoringCase = 'equals-ignore-case';

/** `{"prefix": "a"}`, or `{"prefix": {"equals-ignore-case": "a"}}`. */
function affix(kind: 'prefix' | 'suffix', test: (value: string, part: string) => boolean): Kind {
  return {
    refuses(operand) {
      if (!isObject(operand)) return needsText(kind, operand);
      const [[inner, part] = ['', undefined], ...more] = Object.entries(operand);
      if (inner !== ignoringCase) return `Unsupported ${kind} pattern: ${inner}`;
      if (more.length > 0) return 'Only one key allowed in match expression';
      return needsText(ignoringCase, part);
    },
    holds(operand, value) {
      if (typeof value !== 'string') return false;
      if (!isObject(operand)) return test(value, String(operand));
      return test(value.toLowerCase(), String(operand[ignoringCase]).toLowerCase());
    },
  };
}

/** The expressions on texts that `anything-but` accepts as well. */
export const textMatchers: Readonly<Record<string, Kind>> = {
  prefix: affix('prefix', (value, part) => value.startsWith(part)),
  suffix: affix('suffix', (value, part) => value.endsWith(part)),
  [ignoringCase]: {
    refuses: (operand) => needsText(ignoringCase, operand),
    holds: (operand, value) =>
      typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
  },
  wildcard: {
    refuses: (operand) =>
      typeof operand === 'string' ? refusesWildcard(operand) : needsText('wildcard', operand),
    holds: (operand, value) => typeof value === 'string' && matchesWildcard(value, String(operand)),
  },
};
