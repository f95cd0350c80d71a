import { malformed } from './check.ts';
import type { PolicyDocument, Statement } from './model.ts';

/** Actions of STS that a trust policy may name. */
const trustActions = new Set([
  'sts:*',
  'sts:AssumeRole',
  'sts:AssumeRole*',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:DecodeAuthorizationMessage',
  'sts:GetAccessKeyInfo',
  'sts:GetCallerIdentity',
  'sts:GetFederationToken',
  'sts:GetServiceBearerToken',
  'sts:GetSessionToken',
  'sts:SetContext',
  'sts:SetSourceIdentity',
  'sts:TagSession',
]);

const actionsText = 'AssumeRole policy may only specify STS AssumeRole actions.';

/**
 * The further checks on a role's trust policy: only STS actions, no Resource and no NotPrincipal.
 *
 * @throws PolicyError MalformedPolicyDocument
 */
export function checkTrustPolicy(document: PolicyDocument): void {
  for (const statement of document.statements) {
    if (!statement.actions?.every((action) => trustActions.has(action))) {
      malformed(actionsText, statement, 'Action');
    }
  }
  for (const statement of document.statements) {
    if (statement.resources ?? statement.notResources) {
      malformed('Has prohibited field Resource', statement, 'Resource');
    }
  }
  for (const statement of document.statements) checkNotPrincipal(statement);
}

function checkNotPrincipal(statement: Statement): void {
  if (statement.notPrincipals !== undefined) {
    malformed('Has prohibited field NotPrincipal', statement, 'NotPrincipal');
  }
}
