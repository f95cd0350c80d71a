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
 * global condition context keys"), for requests that do not give them:
 *
 * - aws:PrincipalArn (a session's is its role), aws:PrincipalAccount, aws:PrincipalType;
 * - aws:username, for IAM users only;
 * - aws:PrincipalIsAWSService, and aws:PrincipalServiceName for services;
 * - aws:ResourceAccount.
 *
 * aws:userid and the tags cannot be known from an ARN and are left out.
 */
export function derivedKey(
  lowerKey: string,
  caller: Caller,
  resourceAccount: string,
): string | undefined {
  const { type, id, account, name, principalArn } = caller;
  switch (lowerKey) {
    case 'aws:principalarn':
      return principalArn;
    case 'aws:principalaccount':
      return account;
    case 'aws:principaltype':
      return principalTypes[type];
    case 'aws:username':
      return type === 'user' ? name : undefined;
    case 'aws:principalservicename':
      return type === 'service' ? id : undefined;
    case 'aws:principalisawsservice':
      return type === 'anonymous' ? undefined : String(type === 'service');
    case 'aws:resourceaccount':
      return resourceAccount === '' ? undefined : resourceAccount;
    default:
      return undefined;
  }
}
