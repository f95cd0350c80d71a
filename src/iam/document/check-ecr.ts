import { PolicyError, type Position } from '../errors.ts';
import { checkDocument } from './check.ts';
import { hasPrincipals, isPrincipal, principalsOf } from './check-principals.ts';
import type { PolicyDocument, Statement } from './model.ts';

export type EcrPolicyKind = 'ecr-repository' | 'ecr-registry';

const reasons = {
  'ecr-repository': 'Invalid repository policy provided',
  'ecr-registry': 'Invalid registry policy provided',
} as const;

/**
 * The checks of SetRepositoryPolicy and PutRegistryPolicy. ECR has one text for each: a repository policy has
 * principals and no resource (it is attached to one), a registry policy has both.
 *
 * @throws PolicyError InvalidParameterException
 */
export function checkEcrPolicy(document: PolicyDocument, kind: EcrPolicyKind): void {
  try {
    checkDocument(document, {
      demandVersion: false,
      demandResources: kind === 'ecr-registry',
      repeatedSids: true,
    });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { line, column } = error;
    ecrProblem(kind, line === undefined || column === undefined ? undefined : { line, column });
  }
  const wrong = document.statements.find((statement) => !isEcrStatement(statement, kind));
  if (wrong) ecrProblem(kind, wrong.span?.start);
}

function isEcrStatement(statement: Statement, kind: EcrPolicyKind): boolean {
  const hasResource = (statement.resources ?? statement.notResources) !== undefined;
  if (kind === 'ecr-repository' && hasResource) return false;
  if (statement.notPrincipals !== undefined && statement.effect === 'Allow') return false;
  return hasPrincipals(statement) && principalsOf(statement).every(isPrincipal);
}

/** ECR's error for a policy text. */
export function ecrProblem(kind: EcrPolicyKind, position?: Position): never {
  throw new PolicyError(
    'InvalidParameterException',
    `Invalid parameter at 'PolicyText' failed to satisfy constraint: '${reasons[kind]}'`,
    position,
  );
}
