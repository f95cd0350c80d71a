import { PolicyError } from '../errors.ts';
import { validatePolicyText } from '../validate.ts';
import type { LintFinding, LintKind } from './types.ts';

/** The default kinds of policies. */
const usual = ['identity', 'trust', 'ecr-repository', 'ecr-registry'] as const;

/** The error of the call that stores a policy of this kind. */
export function refused(source: string | object, kind: LintKind): LintFinding[] {
  const text = typeof source === 'string' ? source : JSON.stringify(source);
  const refusal = refusalOf(text, kind);
  if (refusal === undefined) return [];
  const { code, message, line, column } = refusal;
  const others = usual.filter((other) => refusalOf(text, other) === undefined);
  const hint = others.length === 0 ? '' : ` AWS would store it as ${others.join(' or ')}.`;
  return [
    {
      code: 'REFUSED_ON_WRITING',
      severity: 'error',
      message: `AWS does not store this as a policy of kind ${kind}. ${code}: ${message}${hint}`,
      ...(typeof source === 'string' && line !== undefined && { line, column }),
    },
  ];
}

function refusalOf(text: string, kind: LintKind): PolicyError | undefined {
  try {
    validatePolicyText(text, kind);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
}
