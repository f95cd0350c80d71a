import { actionRow } from '../actions/lookup.ts';
import type { PolicyDocument } from '../document/model.ts';
import { PolicyError } from '../errors.ts';
import { validatePolicyText } from '../validate.ts';
import type { LintFinding, LintKind } from './types.ts';

/** The default kinds of policies. */
const usual = ['identity', 'trust', 'ecr-repository', 'ecr-registry'] as const;

/** The error of the call that stores a policy of this kind. */
export function refused(
  source: string | object,
  kind: LintKind,
  document: PolicyDocument,
): LintFinding[] {
  const text = typeof source === 'string' ? source : JSON.stringify(source);
  const refusal = refusalOf(text, kind);
  if (refusal === undefined) return [];
  const { code, message, line, column } = refusal;
  const others = usual.filter(
    (other) => couldBe(document, other) && refusalOf(text, other) === undefined,
  );
  const hint =
    others.length === 0
      ? ''
      : ` It has the form of a policy of kind ${others.join(' or ')}, as which AWS would store it.`;
  return [
    {
      code: 'REFUSED_ON_WRITING',
      severity: 'error',
      message: `AWS does not store this as a policy of kind ${kind}. ${code}: ${message.replace(/[^.]$/, '$&.')}${hint}`,
      ...(typeof source === 'string' && line !== undefined && { line, column }),
    },
  ];
}

/**
 * Whether the document may be meant as a policy of that kind. A registry's policy names only actions of ECR that there are;
 * of a misspelt one it is not known whether AWS takes it.
 */
function couldBe({ statements }: PolicyDocument, kind: LintKind): boolean {
  if (kind !== 'ecr-registry') return true;
  return statements
    .flatMap(({ actions = [], notActions = [] }) => [...actions, ...notActions])
    .every((action) => /[*?]/.test(action) || actionRow(action) !== undefined);
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
