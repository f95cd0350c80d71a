import {
  assuming,
  type ContextValues,
  evaluateTrust,
  PolicyError,
  type TrustRequest,
  unseenConditions,
} from '../../iam/index.ts';
import { nameOf } from '../../names/arn.ts';
import { extended, readDocument } from '../../pull/index.ts';
import { compiledDocument } from '../compiled-document.ts';
import { broken, holds, notSeen } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { RoleFacts } from '../world.ts';
import { setTrustPolicy } from './fixes.ts';

/** Who takes a role to pull with it. */
export interface Assumer {
  /** In words, such as `EC2`. */
  readonly name: string;
  readonly principal: TrustRequest['principal'];
  /** Each has to be allowed. */
  readonly actions: readonly string[];
  readonly context: ContextValues;
  /** Keys of the request that nobody sees; those of its kind by default. */
  readonly isUnseen?: (key: string) => boolean;
  /** A statement that lets it take the role. */
  readonly statement: object;
}

/** A service of AWS that gives the role to what it runs. */
export function serviceAssumer(name: string, service: string, ...more: readonly string[]): Assumer {
  const actions = ['sts:AssumeRole', ...more];
  return {
    name,
    principal: { type: 'Service', value: service },
    actions,
    context: {},
    statement: {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: actions.length === 1 ? actions[0] : actions,
    },
  };
}

export const ec2 = serviceAssumer('EC2', 'ec2.amazonaws.com');
export const fargate = serviceAssumer('EKS Fargate', 'eks-fargate-pods.amazonaws.com');
/** What gives a role to hybrid nodes: one of the two (EKS User Guide, "Prepare credentials for hybrid nodes"). */
export const ssm = serviceAssumer('Systems Manager', 'ssm.amazonaws.com');
export const rolesAnywhere = serviceAssumer(
  'IAM Roles Anywhere',
  'rolesanywhere.amazonaws.com',
  'sts:TagSession',
  'sts:SetSourceIdentity',
);
export const podIdentity = serviceAssumer(
  'EKS Pod Identity',
  'pods.eks.amazonaws.com',
  'sts:TagSession',
);

/** The trust policy of a role lets whoever pulls with it take it. */
export function checkAssumer(role: RoleFacts, assumer: Assumer, holding: string): LinkOutcome {
  if (mayAssume(role, assumer, 'favour') === false) return refused(role, assumer);
  if (mayAssume(role, assumer, 'against')) return holds(holding);
  const policy = compiledDocument(role.trust, 'trust');
  return notSeen(
    ...assumer.actions.flatMap((action) =>
      unseenConditions(policy, action, isUnseenBy(assumer)).map(({ key, operator, values }) => ({
        fact: `${key} of the request with which ${assumer.name} takes ${nameOf(role.arn)}: its trust policy asks for ${operator} ${values.join(', ')}`,
        permission: 'cloudtrail:LookupEvents on AssumeRole',
      })),
    ),
  );
}

/** @param side taken on keys of the request that nobody sees. */
export function mayAssume(
  { arn, trust }: RoleFacts,
  assumer: Assumer,
  side: 'favour' | 'against' = 'favour',
): boolean {
  const { principal, actions, context } = assumer;
  try {
    const policy = assuming(compiledDocument(trust, 'trust'), isUnseenBy(assumer), side);
    return actions.every(
      (action) =>
        evaluateTrust({ principal, action, roleArn: arn, context }, policy).decision === 'allowed',
    );
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}

/** Services send keys of the resource that they act for; the token of a service account has its own claims, and no more. */
function isUnseenBy({ principal, context, isUnseen }: Assumer): (key: string) => boolean {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  return (key) => !known.has(key.toLowerCase()) && (isUnseen ?? isUnseenOf(principal.type))(key);
}

function isUnseenOf(type: Assumer['principal']['type']): (key: string) => boolean {
  const keys = type === 'Service' ? /^aws:(Source|RequestTag\/|TagKeys)/i : /^aws:/i;
  return (key) => keys.test(key);
}

function refused(role: RoleFacts, { name, principal, statement }: Assumer): LinkOutcome {
  const document = extended(readDocument(role.trust), statement);
  return broken(
    'HW0604',
    `the trust policy of ${nameOf(role.arn)} does not allow ${principal.value}`,
    {
      text: `Let ${name === 'EC2' ? principal.value : name} assume the role.`,
      changes: [setTrustPolicy(role, document)],
    },
  );
}
