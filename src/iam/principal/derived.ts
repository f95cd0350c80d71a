import type { ContextValues } from '../condition/context.ts';
import type { Caller } from './caller.ts';

const principalTypes: Partial<Record<Caller['type'], string>> = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  'role-session': 'AssumedRole',
  'federated-user': 'FederatedUser',
  anonymous: 'Anonymous',
};

/**
 * The keys that AWS itself always fills in from who calls and what is called (IAM User Guide, "AWS
 * global condition context keys"); a value given by the caller goes before. In lower case, since
 * keys have no case:
 *
 * - aws:PrincipalArn (a session's is its role), aws:PrincipalAccount, aws:PrincipalType;
 * - aws:username, for IAM users only;
 * - aws:PrincipalIsAWSService, and aws:PrincipalServiceName for services;
 * - aws:ResourceAccount.
 *
 * aws:userid and the tags cannot be known from an ARN and are left out.
 */
export function derivedContext(caller: Caller, resourceAccount: string): ContextValues {
  const derived: Record<string, string> = {};
  if (caller.principalArn !== undefined) derived['aws:principalarn'] = caller.principalArn;
  if (caller.account !== undefined) derived['aws:principalaccount'] = caller.account;
  if (caller.type === 'user') derived['aws:username'] = caller.name;
  if (caller.type === 'service') derived['aws:principalservicename'] = caller.id;
  if (caller.type !== 'anonymous') {
    derived['aws:principalisawsservice'] = String(caller.type === 'service');
  }
  const type = principalTypes[caller.type];
  if (type !== undefined) derived['aws:principaltype'] = type;
  if (resourceAccount !== '') derived['aws:resourceaccount'] = resourceAccount;
  return derived;
}
