import {
  type AppliedPolicies,
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  evaluate,
  type PolicyKind,
} from '../iam/index.ts';
import type { Subject } from './subject.ts';
import { lookUp, type RoleFacts } from './world.ts';

const version = '2012-10-17';
const everything = {
  Version: version,
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const everyone = {
  Version: version,
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*' }],
};

/** Both sides of one request: what the role's account says, and what the repository's account says. */
export interface Access {
  /** The decision as far as the role's own policies go. */
  readonly identitySide: Decision;
  /** The decision as far as the policies of repository and registry go. */
  readonly resourceSide: Decision;
  /** Whether role and repository are in different accounts. */
  readonly crossAccount: boolean;
}

/** Policies that apply to what a role does with a repository; unknown ones are left out. */
export function resourcePolicies({ place, repository, world }: Subject): CompiledPolicy[] {
  if (place === undefined) return [];
  const registry = lookUp(world, 'registryPolicies', place.registryKey, '', '');
  const own = repository.state === 'known' ? repository.value.policy : repository;
  return [own, registry].flatMap((fact) =>
    fact.state === 'known' ? [compilePolicy(fact.value, 'resource')] : [],
  );
}

/**
 * Judges an action on the repository, each side as if the other allowed everything: so each side's own
 * fault shows, also where both are at fault.
 */
export function judgeAccess(subject: Subject, role: RoleFacts, action: string): Access {
  const { place } = subject;
  const resource = { resource: place?.repositoryArn ?? '*', accountId: place?.accountId ?? '' };
  const request = {
    principal: sessionOf(role),
    action,
    resource,
    context: contextOf(subject, role),
  };
  const crossAccount = accountOf(role) !== resource.accountId;
  const own = policiesOf(role);
  const theirs = resourcePolicies(subject);
  return {
    crossAccount,
    identitySide: evaluate(request, {
      ...own,
      resource: crossAccount ? compile(everyone, 'resource') : theirs,
    }),
    resourceSide: evaluate(request, {
      identity: [compile(everything, 'identity')],
      resource: theirs,
    }),
  };
}

/** Judges GetAuthorizationToken, which no resource policy has a say in. */
export function judgeToken(subject: Subject, role: RoleFacts): Decision {
  return evaluate(
    {
      principal: sessionOf(role),
      action: 'ecr:GetAuthorizationToken',
      resource: { resource: '*', accountId: accountOf(role) },
      context: callerContext(subject, role),
    },
    policiesOf(role),
  );
}

/**
 * Condition keys that decided for want of a value although the request may have one: those of the network
 * and the organization. Tags, by contrast, are known: a tag that is not there is no gap in what was seen.
 */
export function keysUnseen({ decision, missingContext }: Decision): readonly string[] {
  if (decision !== 'implicitDeny') return [];
  return missingContext.filter((key) => !knownAbsent.test(key));
}

const knownAbsent = /^((aws|ecr):(Resource|Principal|Request)Tag\/|aws:TagKeys$|aws:username$)/i;

/** Whether some statement of the role names the action at all, on whatever resource. */
export function grantsSomewhere(role: RoleFacts, action: string): boolean {
  return role.policies.some(({ document }) => {
    const widened = document.replace(/"Resource"\s*:\s*("[^"]*"|\[[^\]]*\])/g, '"Resource":"*"');
    const request = {
      principal: sessionOf(role),
      action,
      resource: { resource: '*', accountId: accountOf(role) },
      context: {},
    };
    return evaluate(request, { identity: [compile(widened, 'identity')] }).decision === 'allowed';
  });
}

function policiesOf(role: RoleFacts): AppliedPolicies {
  const identity = role.policies.map(({ document }) => compile(document, 'identity'));
  return role.boundary === undefined
    ? { identity }
    : { identity, boundary: [compile(role.boundary.document, 'boundary')] };
}

/** The role as the session that pulls: its ARN is what AWS prints in denials. */
function sessionOf({ arn }: RoleFacts): string {
  const [, partition, , , account, resource = ''] = arn.split(':');
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return `arn:${partition}:sts::${account}:assumed-role/${name}/hawser-doctor`;
}

function accountOf({ arn }: RoleFacts): string {
  return arn.split(':')[4] ?? '';
}

/** What a request about the repository brings: the caller's keys, and the repository's own. */
function contextOf(subject: Subject, role: RoleFacts): Record<string, string> {
  const { repository, place } = subject;
  const tags = repository.state === 'known' ? repository.value.tags : {};
  return {
    ...callerContext(subject, role),
    ...(place === undefined ? {} : { 'aws:ResourceAccount': place.accountId }),
    ...Object.fromEntries(
      Object.entries(tags).flatMap(([key, value]) => [
        [`aws:ResourceTag/${key}`, value],
        [`ecr:ResourceTag/${key}`, value],
      ]),
    ),
  };
}

/** What every request of the role brings, whatever it is about. */
function callerContext({ place, world }: Subject, role: RoleFacts): Record<string, string> {
  return {
    'aws:PrincipalArn': role.arn,
    'aws:PrincipalAccount': accountOf(role),
    'aws:PrincipalType': 'AssumedRole',
    'aws:SecureTransport': 'true',
    'aws:CurrentTime': world.seenAt,
    ...(place === undefined ? {} : { 'aws:RequestedRegion': place.region }),
    ...Object.fromEntries(
      Object.entries(role.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
    ),
  };
}

function compile(document: string | object, kind: PolicyKind): CompiledPolicy {
  return compilePolicy(document, kind);
}
