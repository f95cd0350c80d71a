import { arnParts, splitArn } from '../../names/arn.ts';
import { malformed } from './check.ts';
import type { PolicyDocument, PrincipalEntry, Statement } from './model.ts';

/** Identity policies have no principals: the identity is the principal. */
export function checkNoPrincipals(document: PolicyDocument): void {
  for (const statement of document.statements) {
    if (statement.principals !== undefined || statement.notPrincipals !== undefined) {
      malformed('Policy document should not specify a principal.', statement, 'Principal');
    }
  }
}

/**
 * Resource policies name principals, in forms that AWS accepts.
 *
 * @throws PolicyError MalformedPolicyDocument
 */
export function checkPrincipals(
  document: PolicyDocument,
  options: { readonly required: boolean; readonly forms: boolean },
): void {
  for (const statement of document.statements) {
    if (options.required && !hasPrincipals(statement)) {
      malformed('Missing required field Principal', statement);
    }
    if (!options.forms) continue;
    const wrong = principalsOf(statement).find((entry) => !isPrincipal(entry));
    if (wrong !== undefined) {
      const text = `Invalid principal in policy: "${wrong.type}":"${wrong.value}"`;
      malformed(text, statement, 'Principal');
    }
  }
}

export function hasPrincipals(statement: Statement): boolean {
  return principalsOf(statement).length > 0;
}

export function principalsOf(statement: Statement): readonly PrincipalEntry[] {
  return statement.principals ?? statement.notPrincipals ?? [];
}

/**
 * Whether an entry has a form that AWS accepts: for AWS principals `*`, an account id, the ARN of an account,
 * user, role or session (without wildcards), or the unique id of a user or role that IAM leaves behind when one
 * is deleted. Groups are not principals.
 */
export function isPrincipal({ type, value }: PrincipalEntry): boolean {
  if (value === '*') return true;
  if (type === 'Service') return /^[A-Za-z0-9.-]+\.[A-Za-z]+$/.test(value);
  if (type !== 'AWS') return value !== '' && !/[*?]/.test(value);
  if (/^\d{12}$/.test(value) || /^(AIDA|AROA|AGPA)[A-Z0-9]{8,}$/.test(value)) return true;
  const parts = splitArn(value);
  const [arn, , service, region, account = '', resource = ''] = parts;
  if (parts.length < arnParts || arn !== 'arn' || region !== '') return false;
  if (!/^\d{12}$/.test(account) || /[*?]/.test(value)) return false;
  if (service === 'iam') return /^(root$|(user|role)\/.)/.test(resource);
  return service === 'sts' && /^(assumed-role\/[^/]+\/.|federated-user\/.|self$)/.test(resource);
}
