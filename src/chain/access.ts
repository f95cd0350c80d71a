import {
  type AppliedPolicies,
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  evaluate,
  type PolicyKind,
} from '../iam/index.ts';
import { accountOf, formatArn, nameOf, parseArn } from '../names/arn.ts';
import { assumed, type OpenCondition, openConditionsOf } from './assume.ts';
import type { Need } from './fact.ts';
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

/** One side's decision: what is decided whatever the unknown keys are, and what hangs on them. */
export interface Judgement {
  /** The decision that the unknown keys favour most. */
  readonly decision: Decision;
  /** What has to be known to be sure of it; empty when it is certain. */
  readonly needs: readonly Need[];
}

/** Both sides of one request: what the role's account says, and what the repository's account says. */
export interface Access {
  /** The decision as far as the role's own policies go. */
  readonly identitySide: Judgement;
  /** The decision as far as the policies of repository and registry go. */
  readonly resourceSide: Judgement;
  /** Whether role and repository are in different accounts. */
  readonly crossAccount: boolean;
}

type Side = 'favour' | 'against';

/** A policy with the words in which people are told of it. */
interface Source {
  readonly name: string;
  readonly document: string;
}

/** The registry's own policy, which is part of every decision about its repositories. */
export function registryPolicyOf({ place, world }: Subject) {
  const key = place?.registryKey ?? '';
  return lookUp(
    world,
    'registryPolicies',
    key,
    `policy of registry ${key}`,
    `ecr:GetRegistryPolicy in account ${place?.registryId}`,
  );
}

/**
 * Judges an action on the repository, each side as if the other allowed everything: so each side's own
 * fault shows, also where both are at fault.
 */
export function judgeAccess(subject: Subject, role: RoleFacts, action: string): Access {
  const { place } = subject;
  const resource = { resource: place?.repositoryArn ?? '*', accountId: place?.registryId ?? '' };
  const context = contextOf(subject, role);
  const request = { principal: sessionOf(role), action, resource, context };
  const crossAccount = (accountOf(role.arn) ?? '') !== resource.accountId;
  const isOpen = opennessOf(subject, context);
  const theirs = resourceSources(subject);
  const identity = (side: Side): AppliedPolicies => ({
    ...policiesOf(role, isOpen, side),
    resource: crossAccount
      ? [compilePolicy(everyone, 'resource')]
      : compiled(theirs, 'resource', isOpen, side),
  });
  const resources = (side: Side): AppliedPolicies => ({
    identity: [compilePolicy(everything, 'identity')],
    resource: compiled(theirs, 'resource', isOpen, side),
  });
  const own = [...sourcesOf(role), ...(crossAccount ? [] : theirs)];
  return {
    crossAccount,
    identitySide: judged((side) => evaluate(request, identity(side)), own, isOpen),
    resourceSide: judged((side) => evaluate(request, resources(side)), theirs, isOpen),
  };
}

/** Judges GetAuthorizationToken, which no resource policy has a say in. */
export function judgeToken(subject: Subject, role: RoleFacts): Judgement {
  const context = callerContext(subject, role);
  const isOpen = opennessOf(subject, context);
  const request = {
    principal: sessionOf(role),
    action: 'ecr:GetAuthorizationToken',
    resource: { resource: '*', accountId: accountOf(role.arn) ?? '' },
    context,
  };
  return judged(
    (side) => evaluate(request, policiesOf(role, isOpen, side)),
    sourcesOf(role),
    isOpen,
  );
}

function judged(
  decide: (side: Side) => Decision,
  sources: readonly Source[],
  isOpen: (key: string) => boolean,
): Judgement {
  const decision = decide('favour');
  const isAllowed = (one: Decision): boolean => one.decision === 'allowed';
  if (isAllowed(decision) === isAllowed(decide('against'))) return { decision, needs: [] };
  const needs = sources.flatMap(({ name, document }) =>
    openConditionsOf(document, isOpen).map((condition) => needOf(condition, name)),
  );
  return { decision, needs };
}

function needOf({ key, operator, values, statement, sid }: OpenCondition, name: string): Need {
  const label = sid === undefined ? `statement ${statement + 1}` : `statement "${sid}"`;
  return {
    fact: `${key} of the request: ${label} of ${name} asks for ${operator} ${values.join(', ')}`,
    permission: whereItStands(key),
  };
}

/** Where the value of a key can be seen. */
function whereItStands(key: string): string {
  if (/^aws:(Principal|Resource|Source)Org/i.test(key)) {
    return 'organizations:DescribeOrganization in the account in question';
  }
  if (/Vpce?$|SourceIp$|Vpce(Account|Org\w+)$/i.test(key)) {
    return "the node's way to the registry: its VPC, endpoint and public address";
  }
  return 'a pull as the node makes it';
}

/**
 * Whether a key is one that the request may have, although its value is not known here: those of the
 * network and the organization, mostly. Tags, by contrast, are known where they were looked at.
 */
function opennessOf(
  { repository }: Subject,
  context: Readonly<Record<string, string>>,
): (key: string) => boolean {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const tagsSeen = repository.state !== 'known' || repository.value.tags.state !== 'unseen';
  return (key) => {
    if (known.has(key.toLowerCase())) return false;
    if (/^(aws|ecr):ResourceTag\//i.test(key)) return !tagsSeen;
    return !knownAbsent.test(key);
  };
}

const knownAbsent = /^(aws:(Principal|Request)Tag\/|aws:TagKeys$|aws:username$)/i;

/** Whether some statement of the role names the action at all, on whatever resource. */
export function grantsSomewhere(role: RoleFacts, action: string): boolean {
  return role.policies.some(({ document }) => {
    const widened = document.replace(/"Resource"\s*:\s*("[^"]*"|\[[^\]]*\])/g, '"Resource":"*"');
    const request = {
      principal: sessionOf(role),
      action,
      resource: { resource: '*', accountId: accountOf(role.arn) ?? '' },
      context: {},
    };
    const identity = [compilePolicy(widened, 'identity')];
    return evaluate(request, { identity }).decision === 'allowed';
  });
}

/** Policies that apply to what a role does with a repository; what is unseen is asked for elsewhere. */
function resourceSources(subject: Subject): Source[] {
  const { place, repository } = subject;
  if (place === undefined) return [];
  const registry = registryPolicyOf(subject);
  const own = repository.state === 'known' ? repository.value.policy : repository;
  return [
    ...(own.state === 'known'
      ? [{ name: `the policy of ${place.name}`, document: own.value }]
      : []),
    ...(registry.state === 'known'
      ? [{ name: `the policy of registry ${place.registryKey}`, document: registry.value }]
      : []),
  ];
}

function sourcesOf(role: RoleFacts): Source[] {
  const own = role.policies.map(({ name, document }) => ({ name: `policy ${name}`, document }));
  const { boundary } = role;
  if (boundary === undefined) return own;
  const name = `permissions boundary ${boundary.name}`;
  return [...own, { name, document: boundary.document }];
}

function policiesOf(
  role: RoleFacts,
  isOpen: (key: string) => boolean,
  side: Side,
): AppliedPolicies {
  const identity = compiled(role.policies, 'identity', isOpen, side);
  return role.boundary === undefined
    ? { identity }
    : { identity, boundary: compiled([role.boundary], 'boundary', isOpen, side) };
}

function compiled(
  sources: readonly { readonly document: string }[],
  kind: PolicyKind,
  isOpen: (key: string) => boolean,
  side: Side,
): CompiledPolicy[] {
  return sources.map(({ document }) => compilePolicy(assumed(document, isOpen, side), kind));
}

/** The role as the session that pulls: its ARN is what AWS prints in denials. */
function sessionOf({ arn }: RoleFacts): string {
  const { partition = 'aws', accountId = '' } = parseArn(arn) ?? {};
  const resource = `assumed-role/${nameOf(arn)}/hawser-doctor`;
  return formatArn({ partition, service: 'sts', region: '', accountId, resource });
}

/** What a request about the repository brings: the caller's keys, and the repository's own. */
function contextOf(subject: Subject, role: RoleFacts): Record<string, string> {
  const { repository, place } = subject;
  const seen = repository.state === 'known' ? repository.value.tags : repository;
  const tags = seen.state === 'known' ? seen.value : {};
  return {
    ...callerContext(subject, role),
    ...(place === undefined ? {} : { 'aws:ResourceAccount': place.registryId }),
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
    'aws:PrincipalAccount': accountOf(role.arn) ?? '',
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:SecureTransport': 'true',
    'aws:CurrentTime': world.seenAt,
    ...(place === undefined ? {} : { 'aws:RequestedRegion': place.region }),
    ...Object.fromEntries(
      Object.entries(role.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
    ),
  };
}
