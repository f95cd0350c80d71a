import { thisMachine } from '../chain/credential-runs.ts';
import { type Fact, known } from '../chain/fact.ts';
import type { Pull } from '../chain/pull.ts';
import { cacheRuleOf, subjectOf } from '../chain/subject.ts';
import { emptyWorld, type RepositoryFacts, type World } from '../chain/world.ts';
import { accountOf } from '../names/arn.ts';
import type { EcrImage } from '../names/ecr-image.ts';
import type { Accounts } from './aws/accounts.ts';
import { observeImage } from './aws/image.ts';
import { observeKey } from './aws/key.ts';
import { observeNetworkOnce } from './aws/networks.ts';
import { observeAccount } from './aws/organization.ts';
import { observeRegistryPolicy, observeRepository } from './aws/repository.ts';
import { observeRole } from './aws/role.ts';
import { collectCache, collectCacheRules } from './collect-cache.ts';
import { collectInstance, roleArnOf } from './collect-machine.ts';
import { collectPod } from './collect-pod.ts';
import { collectPusher } from './collect-pusher.ts';
import { withNamesakes, withReasons } from './collect-reasons.ts';
import { collectServiceAccount } from './collect-service-account.ts';
import { collectPortErrors, collectUsage } from './collect-usage.ts';
import { credentialRunsHere } from './credential-runs.ts';
import type { Cluster } from './kubernetes/cluster.ts';
import { withOtherRoles } from './other-roles.ts';

export interface Sources {
  readonly accounts: Accounts;
  /** Opened only when a pod is asked about. */
  cluster(): Cluster;
  /** Endpoint of a local AWS, if AWS is one. */
  readonly endpoint: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Looks at everything that a pull depends on, and at nothing else. */
export async function collect(pull: Pull, sources: Sources): Promise<World> {
  const world: World = { ...emptyWorld, seenAt: new Date(sources.now).toISOString() };
  const seen = await collectAws(pull, await collectPuller(pull, world, sources), sources);
  return withOtherRoles(pull, seen, sources);
}

function collectPuller(pull: Pull, world: World, sources: Sources): Promise<World> {
  switch (pull.kind) {
    case 'pod':
      return collectPod(pull, world, sources);
    case 'service-account':
      return collectServiceAccount(pull, world, sources);
    case 'role':
      return collectHere(world, sources);
    case 'push':
      return collectPusher(pull, world, sources);
  }
}

/** A role is asked about where there is no node: what failed here may be what it is asked for. */
async function collectHere(world: World, { environment }: Sources): Promise<World> {
  return {
    ...world,
    credentialRuns: { [thisMachine]: known(await credentialRunsHere(environment)) },
  };
}

async function collectAws(pull: Pull, world: World, sources: Sources): Promise<World> {
  const { place } = subjectOf(pull, world);
  const withInstance = await collectInstance(pull, world, sources, place);
  const [withRole, networks] = await Promise.all([
    collectRole(pull, withInstance, sources),
    place === undefined ? {} : collectNetwork(pull, withInstance, sources),
  ]);
  if (place === undefined) return withNamesakes(pull, withRole, sources.accounts);
  const access = sources.accounts.access(place.registryId);
  const accounts = observeAccounts(pull, withRole, sources, place);
  const [repository, registryPolicy, rules] = await Promise.all([
    observeRepository(access, place),
    observeRegistryPolicy(access, place),
    collectCacheRules(sources.accounts, place),
  ]);
  const isCached = cacheRuleOf(place, { ...world, ...rules }).state !== 'absent';
  const image = await observeImage(access, place, isCached);
  const seen: World = {
    ...withRole,
    ...rules,
    ...(await collectUsage(subjectOf(pull, withRole), sources)),
    ...(await collectPortErrors(subjectOf(pull, { ...withRole, networks }), sources)),
    networks,
    accounts: await accounts,
    keys: await observeKeys(sources, repository),
    repositories: { [place.repositoryKey]: repository },
    registryPolicies: { [place.registryKey]: registryPolicy },
    images: { [place.imageKey]: image },
  };
  const withCache = await collectCache(sources.accounts, place, seen);
  return withReasons(pull, withCache, sources.accounts, place);
}

/** The organizations of the account that pulls and of the registry's. */
async function observeAccounts(
  pull: Pull,
  world: World,
  { accounts }: Sources,
  place: EcrImage,
): Promise<World['accounts']> {
  const role = roleArnOf(pull, world);
  const caller = role === undefined ? undefined : accountOf(role);
  const ids = [...new Set([place.registryId, ...(caller === undefined ? [] : [caller])])];
  const facts = await Promise.all(
    ids.map(async (id) => [id, await observeAccount(accounts, id, place.partition)] as const),
  );
  return Object.fromEntries(facts);
}

async function observeKeys(
  { accounts }: Sources,
  repository: Fact<RepositoryFacts>,
): Promise<World['keys']> {
  const arn = repository.state === 'known' ? repository.value.encryption?.key : undefined;
  if (arn === undefined) return {};
  return { [arn]: await observeKey(accounts.access(accountOf(arn) ?? ''), arn) };
}

/** The VPC that the node's connections go through. */
async function collectNetwork(
  pull: Pull,
  world: World,
  { accounts }: Sources,
): Promise<World['networks']> {
  const { instance, networkInterface } = subjectOf(pull, world);
  if (instance.state !== 'known' || networkInterface.state !== 'known') return {};
  const { vpcId, region } = networkInterface.value;
  const { accountId } = instance.value;
  return { [vpcId]: await observeNetworkOnce(accounts, { accountId, vpcId, region }) };
}

async function collectRole(pull: Pull, world: World, { accounts }: Sources): Promise<World> {
  const arn = roleArnOf(pull, world);
  // A report of the node, which comes later, says whether it is this role of the pod's that pulls.
  const { pod } = subjectOf(pull, world);
  const pullRole = pod.state === 'known' ? pod.value.pullRole?.role : undefined;
  const arns = new Set([arn, pullRole].filter((one) => one !== undefined));
  const roles = await Promise.all(
    [...arns].map(
      async (one) => [one, await observeRole(accounts.access(accountOf(one) ?? ''), one)] as const,
    ),
  );
  return { ...world, roles: Object.fromEntries(roles) };
}
