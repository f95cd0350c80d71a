import type { Need } from '../causes/need.ts';
import type { CompiledPolicy, ContextValues } from '../iam/index.ts';
import { accountOf, formatArn, nameOf, parseArn } from '../names/arn.ts';
import {
  type PullAction,
  type PullPolicies,
  type PullProof,
  type PullRequest,
  provePull,
  pushActions,
  type Repair,
  repairPull,
  type Side,
  sideOf,
  type Unseen,
  unseenOf,
} from '../pull/index.ts';
import { compiledDocument } from './compiled-document.ts';
import type { Fact } from './fact.ts';
import { type OrganizationLayer, organizationKeys, organizationLayer } from './organization.ts';
import type { Subject } from './subject.ts';
import {
  lookUp,
  type NamedPolicy,
  type RepositoryFacts,
  type RoleFacts,
  registryPolicyAt,
} from './world.ts';

/** A policy on the repository's side, and whose it is. */
export interface ResourcePolicy {
  readonly of: 'repository' | 'registry';
  /** In words, such as `the policy of team/app`. */
  readonly name: string;
  readonly document: string;
}

/** The pull of a subject by a role, as the prover of pulls takes it. */
export interface PullQuestion {
  readonly request: PullRequest;
  readonly policies: PullPolicies;
  readonly unseen: Unseen;
  /** What the resource policies are, in the order in which decisions count them. */
  readonly resourcePolicies: readonly ResourcePolicy[];
  /** What the organizations of the role's account and of the registry's lay on the pull. */
  readonly scp: OrganizationLayer;
  readonly rcp: OrganizationLayer;
  /** Over the caller's account, where that is another than the registry's: it is where the token comes from. */
  readonly callerRcp: OrganizationLayer;
  /** What would show the policies of a layer that were not seen. */
  readonly policyNeeds: Readonly<Record<'resource' | 'scp' | 'rcp', readonly Need[]>>;
  readonly role: RoleFacts;
}

/** The registry's own policy, which is part of every decision about its repositories. */
export function registryPolicyOf({ place, world }: Subject): Fact<string> {
  const { registryKey = '', registryId = '' } = place ?? {};
  return lookUp(world, registryPolicyAt({ registryKey, registryId }));
}

/**
 * Gathers what the world knows of a pull by a role: who asks, every policy, and what was not seen.
 * @param repository whose policy counts: by default that of the subject, which an upstream may still bring.
 */
export function pullQuestionOf(
  subject: Subject,
  role: RoleFacts,
  repository: Fact<RepositoryFacts> = subject.repository,
): PullQuestion {
  const { place } = subject;
  const own = repository.state === 'known' ? repository.value.policy : repository;
  const registry = registryPolicyOf(subject);
  const resourcePolicies: ResourcePolicy[] = [];
  if (own.state === 'known') {
    const name = `the policy of ${place?.name}`;
    resourcePolicies.push({ of: 'repository', name, document: own.value });
  }
  if (registry.state === 'known') {
    const name = `the policy of registry ${place?.registryKey}`;
    resourcePolicies.push({ of: 'registry', name, document: registry.value });
  }
  const ofResource = [own, registry].flatMap((fact) =>
    fact.state === 'unseen' ? [fact.need] : [],
  );
  const caller = accountOf(role.arn) ?? '';
  const owner = place?.registryId ?? '';
  const scp = organizationLayer(caller, 'scp', subject.world);
  const rcp = organizationLayer(owner, 'rcp', subject.world);
  const callerRcp = organizationLayer(caller, 'rcp', subject.world);
  const organizations = [
    organizationKeys(caller, 'Principal', subject.world),
    organizationKeys(owner, 'Resource', subject.world),
  ];
  const context = Object.assign(
    contextOf(subject, role),
    ...organizations.map((keys) => keys.context),
  ) as ContextValues;
  const unseenKeys = new Set(organizations.flatMap((keys) => keys.unseen));
  return {
    request: {
      principal: sessionOf(role, subject),
      registryId: place?.registryId ?? '',
      region: place?.region ?? '',
      repository: place?.name ?? '',
      context,
    },
    policies: {
      identity: role.policies.map((one) => compiled(one, 'identity')),
      resource: resourcePolicies.map((one) => compiled(one, 'resource')),
      ...(role.boundary === undefined ? {} : { boundary: [compiled(role.boundary, 'boundary')] }),
      scps: scp.levels,
      rcps: rcp.levels,
      callerRcps: callerRcp.levels,
    },
    unseen: {
      isKey: opennessOf(subject, context, unseenKeys),
      resourcePolicies: ofResource.length > 0 ? 'may grant or deny' : undefined,
      scps: scp.needs.length > 0,
      rcps: rcp.needs.length > 0,
      callerRcps: callerRcp.needs.length > 0,
    },
    resourcePolicies,
    scp,
    rcp,
    callerRcp,
    policyNeeds: { resource: ofResource, scp: scp.needs, rcp: [...rcp.needs, ...callerRcp.needs] },
    role,
  };
}

/** Proves a pull as far as one side's policies go. */
export function proveSide(
  { request, policies, unseen }: PullQuestion,
  side: Side,
  actions?: readonly PullAction[],
): PullProof {
  return provePull(request, sideOf(request, policies, side), {
    unseen: unseenOf(request, unseen, side),
    ...(actions === undefined ? {} : { actions }),
  });
}

/** Proves a whole push, by all policies at once. */
export function provePush({ request, policies, unseen }: PullQuestion): PullProof {
  return provePull(request, policies, { unseen, actions: pushActions });
}

/** The least that a push lacks. */
export function repairPush({ request, policies, unseen }: PullQuestion): Repair {
  return repairPull(request, policies, { unseen, actions: pushActions });
}

/** The least that one side has to change. */
export function repairSide({ request, policies, unseen }: PullQuestion, side: Side): Repair {
  return repairPull(request, sideOf(request, policies, side), {
    unseen: unseenOf(request, unseen, side),
  });
}

/**
 * Whether a key is one that the request may have, although its value is not known here: those of the
 * network and the organization, mostly. Tags, by contrast, are known where they were looked at.
 */
function opennessOf(
  { repository }: Subject,
  context: ContextValues,
  ofOrganizations: ReadonlySet<string>,
): (key: string) => boolean {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const tagsSeen = repository.state !== 'known' || repository.value.tags.state !== 'unseen';
  return (key) => {
    if (known.has(key.toLowerCase())) return false;
    if (organizationKey.test(key)) return ofOrganizations.has(key.toLowerCase());
    if (/^(aws|ecr):ResourceTag\//i.test(key)) return !tagsSeen;
    return !knownAbsent.test(key);
  };
}

const organizationKey = /^aws:(Principal|Resource)Org(ID|Paths)$/i;
const knownAbsent = /^(aws:(Principal|Request)Tag\/|aws:TagKeys$|aws:username$)/i;

/** Whether some statement of the role grants an action, but not on everything. */
export function grantsElsewhere({ policies }: PullQuestion, action: string): boolean {
  return policies.identity.some((policy) =>
    policy
      .statementsFor(action.toLowerCase())
      .some(({ allows, source }) => allows && source.resources?.includes('*') !== true),
  );
}

function compiled(
  { document }: Pick<NamedPolicy, 'document'>,
  kind: 'identity' | 'boundary' | 'resource',
): CompiledPolicy {
  return compiledDocument(document, kind);
}

/**
 * The role as the session that pulls: its ARN is what AWS prints in denials, and what policies may name. EC2 names the
 * session by the instance (IAM User Guide, "Identifiers": unique identifiers).
 */
function sessionOf({ arn }: RoleFacts, { node }: Subject): string {
  const { partition = 'aws', accountId = '' } = parseArn(arn) ?? {};
  const name = node.state === 'known' ? nameOf(node.value.providerId) : 'hawser-doctor';
  const resource = `assumed-role/${nameOf(arn)}/${name}`;
  return formatArn({ partition, service: 'sts', region: '', accountId, resource });
}

/** What the requests of a pull bring: the caller's keys, and the repository's own. */
function contextOf({ repository, place, world }: Subject, role: RoleFacts): Record<string, string> {
  const seen = repository.state === 'known' ? repository.value.tags : repository;
  const tags = seen.state === 'known' ? seen.value : {};
  return {
    'aws:PrincipalArn': role.arn,
    'aws:PrincipalAccount': accountOf(role.arn) ?? '',
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:SecureTransport': 'true',
    'aws:CurrentTime': world.seenAt,
    ...(place === undefined
      ? {}
      : { 'aws:RequestedRegion': place.region, 'aws:ResourceAccount': place.registryId }),
    ...Object.fromEntries(
      Object.entries(role.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
    ),
    ...Object.fromEntries(
      Object.entries(tags).flatMap(([key, value]) => [
        [`aws:ResourceTag/${key}`, value],
        [`ecr:ResourceTag/${key}`, value],
      ]),
    ),
  };
}
