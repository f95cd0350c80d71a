import { arnParts, splitArn } from '../../names/arn.ts';

/** What kind of principal makes a request, by the form of its ARN. */
export type CallerType =
  | 'root'
  | 'user'
  | 'role'
  | 'role-session'
  | 'federated-user'
  | 'service'
  | 'federated'
  | 'anonymous';

export interface Caller {
  readonly type: CallerType;
  /** As given: an ARN, a service's host name, a provider, or `anonymous`. */
  readonly id: string;
  readonly account: string | undefined;
  /** The friendly name, without path: of the user, the role, or the federated user. */
  readonly name: string;
  /** The ARN that AWS gives as aws:PrincipalArn; a session's ARN does not show its role's path. */
  readonly principalArn: string | undefined;
  readonly serviceLinked: boolean;
}

const service = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/i;

/**
 * Reads who calls from the form that AWS writes principals in (IAM User Guide, "Principal"): an ARN
 * of root, a user, a role, a role session or a federated user, an account id (its root), a service's
 * host name, or `anonymous`. Anything else is a caller of no account that nothing is granted to.
 */
export function callerOf(id: string): Caller {
  const known = remembered.get(id);
  if (known !== undefined) return known;
  const caller = readCaller(id);
  if (remembered.size >= 1024) remembered.clear();
  remembered.set(id, caller);
  return caller;
}

/** The same few principals make most requests. */
const remembered = new Map<string, Caller>();

function readCaller(id: string): Caller {
  if (id === 'anonymous' || id === '*') return plain('anonymous', id);
  if (service.test(id)) return plain('service', id);
  if (/^\d{12}$/.test(id)) return iamCaller(id, 'aws', id, 'root');
  const parts = splitArn(id);
  const [, partition = 'aws', , , account = '', resource = ''] = parts;
  if (parts.length < arnParts) return plain('federated', id);
  return iamCaller(id, partition, account, resource);
}

function iamCaller(id: string, partition: string, account: string, resource: string): Caller {
  const [kind = '', ...path] = resource.split('/');
  const last = path.at(-1) ?? '';
  const shared = { id, account, principalArn: id, serviceLinked: false };
  switch (kind) {
    case 'root':
      return {
        ...shared,
        type: 'root',
        name: 'root',
        principalArn: `arn:${partition}:iam::${account}:root`,
      };
    case 'user':
      return { ...shared, type: 'user', name: last };
    case 'federated-user':
      return { ...shared, type: 'federated-user', name: last };
    case 'role':
      return { ...shared, type: 'role', name: last, serviceLinked: isServiceLinked(last, path) };
    case 'assumed-role': {
      const role = path[0] ?? '';
      const principalArn = `arn:${partition}:iam::${account}:role/${role}`;
      const serviceLinked = isServiceLinked(role, []);
      return { ...shared, type: 'role-session', name: role, principalArn, serviceLinked };
    }
    default:
      return { ...shared, type: 'federated', name: last, principalArn: undefined };
  }
}

/** Service-linked roles live under a path of their own, and IAM keeps their name prefix for them. */
function isServiceLinked(name: string, path: readonly string[]): boolean {
  return path[0] === 'aws-service-role' || name.startsWith('AWSServiceRoleFor');
}

function plain(type: CallerType, id: string): Caller {
  return { type, id, account: undefined, name: id, principalArn: undefined, serviceLinked: false };
}
