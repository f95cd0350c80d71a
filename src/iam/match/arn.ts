import { arnParts } from '../../names/arn.ts';

const colonOrVariable = /:|\$\{[^}]*\}/g;

/** The same for a pattern of a policy, where colons inside a `${...}` do not count. */
export function splitArnPattern(pattern: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: found, index } of pattern.matchAll(colonOrVariable)) {
    if (found !== ':') continue;
    parts.push(pattern.slice(from, index));
    from = index + 1;
    if (parts.length === arnParts - 1) break;
  }
  parts.push(pattern.slice(from));
  return parts;
}

/**
 * Whether a pattern has all six parts and wildcards or variables in the last one only. Such a pattern
 * matches part by part exactly when it matches as a whole.
 */
export function hasLiteralHead(parts: readonly string[]): boolean {
  return parts.length === arnParts && parts.slice(0, 5).every((part) => !/[*?]|\$\{/.test(part));
}
