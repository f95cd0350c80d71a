import { PolicyError } from '../errors.ts';
import { lintPolicy } from '../lint/lint.ts';
import type { LintKind, LintUse } from '../lint/types.ts';
import { InputError } from './errors.ts';
import { answerLine, type LineAnswer } from './line.ts';
import { isObject, type JsonObject, stringAt } from './read.ts';

/** The kinds of policies to lint. */
export const lintKinds: readonly string[] = [
  'identity',
  'resource',
  'boundary',
  'session',
  'scp',
  'rcp',
  'vpce',
  'trust',
  'ecr-repository',
  'ecr-registry',
];

export function isLintKind(kind: string): kind is LintKind {
  return lintKinds.includes(kind);
}

/**
 * `{"id", "policy", "kind"?, "use"?}` -> `{"id", "findings": [...]}`; a bare policy is checked as the default
 * kind, and the findings have positions in its text.
 */
export function answerLint(
  line: string,
  usualKind: LintKind = 'identity',
  usualUse: LintUse = {},
): LineAnswer {
  return answerLine(line, (input) => {
    if (input.Statement !== undefined) return lintAnswer(line, usualKind, usualUse);
    const { policy } = input;
    const kind = input.kind === undefined ? usualKind : stringAt(input, 'kind', '');
    if (!isLintKind(kind)) throw new InputError(`kind must be one of ${lintKinds.join(', ')}`);
    if (typeof policy !== 'string' && !isObject(policy)) {
      throw new InputError('policy must be a document or its text');
    }
    return lintAnswer(policy, kind, isObject(input.use) ? readUse(input.use) : usualUse);
  });
}

/** The findings on one document, or AWS's error for it. */
export function lintAnswer(policy: string | object, kind: LintKind, use: LintUse): LineAnswer {
  try {
    const findings = lintPolicy(policy, kind, use);
    return { outcome: findings.length === 0 ? 'holds' : 'denied', answer: { findings } };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { code, message, line, column } = error;
    return { outcome: 'error', answer: { error: { code, message, line, column } } };
  }
}

function readUse(use: JsonObject): LintUse {
  return { nodeRole: use.nodeRole === true, pullThroughCache: use.pullThroughCache === true };
}
