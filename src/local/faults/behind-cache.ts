import { cacheRoleName, cacheRolePath, cacheService, secretPrefix } from '../../ecr/upstreams.ts';
import { ecrHostName } from '../../names/registry-host.ts';
import {
  parseRepositoryKey,
  type RepositoryName,
  registryKey,
  repositoryArn,
  repositoryKey,
} from '../../names/repository.ts';
import type { Core } from '../core/call.ts';
import { servicePolicyArn } from '../services/iam/service-linked-roles.ts';
import { arnOfSecret, keyOfSecret } from '../services/secretsmanager/secret.ts';
import {
  nameKey,
  type PullThroughCacheRuleRecord,
  type RegistryRecord,
  type RepositoryRecord,
  type RoleRecord,
  type SecretRecord,
} from '../state.ts';
import { removeRepository } from './ecr.ts';
import type { Changes, Target } from './fault.ts';
import { onlyRights } from './iam.ts';

/** Everything that a pull through a cache rule takes, of either side. */
const importing = ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'];
const pulling = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** The prefix under which a cache rule may fill the repository, and the rest of its name. */
export function splitName({ name }: RepositoryName): readonly [prefix: string, rest: string] {
  const slash = name.indexOf('/');
  return slash < 0 ? ['ROOT', name] : [name.slice(0, slash), name.slice(slash + 1)];
}

/** Lets a role of any account do some actions on what is under the prefix of a repository. */
export function letIn(
  changes: Changes,
  { role, repository }: Target,
  { state }: Pick<Core, 'state'>,
  Action: readonly string[],
): void {
  const { registryId, region, name } = parseRepositoryKey(repository);
  const [prefix] = splitName({ registryId, region, name });
  const under = prefix === 'ROOT' ? '*' : `${prefix}/*`;
  const Resource = repositoryArn({ registryId, region, name: under });
  const Statement = [
    { Sid: 'Import', Effect: 'Allow', Principal: { AWS: role }, Action, Resource },
  ];
  const key = registryKey({ registryId, region });
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  changes.put('ecr.registries', key, {
    ...state.registries.get(key),
    policy,
  } satisfies RegistryRecord);
}

/** Lets the role import and make what a cache rule brings, on its side and on the registry's. */
export function letImport(changes: Changes, target: Target, core: Pick<Core, 'state'>): void {
  onlyRights(changes, target, importing);
  letIn(changes, target, core, [...pulling, ...importing]);
}

type Rule = Pick<PullThroughCacheRuleRecord, 'upstreamRegistryUrl' | 'upstreamRegistry'> &
  Partial<PullThroughCacheRuleRecord>;

/** Puts a cache rule with the prefix of the repository, and the role that AWS makes with an account's first rule. */
export function putRule(
  changes: Changes,
  { repository }: Target,
  { clock }: Pick<Core, 'clock'>,
  rule: Rule,
): void {
  const place = parseRepositoryKey(repository);
  const { registryId, region } = place;
  const now = clock.now();
  const record: PullThroughCacheRuleRecord = {
    registryId,
    ecrRepositoryPrefix: splitName(place)[0],
    createdAt: now,
    updatedAt: now,
    ...rule,
  };
  const key = `${registryId}/${region} ${record.ecrRepositoryPrefix}`;
  changes.put('ecr.pull-through-cache-rules', key, record);
  putCacheRole(changes, registryId, now);
}

function putCacheRole(changes: Changes, accountId: string, now: number): void {
  const Statement = [
    { Effect: 'Allow', Principal: { Service: cacheService }, Action: 'sts:AssumeRole' },
  ];
  const role: RoleRecord = {
    accountId,
    name: cacheRoleName,
    path: `/aws-service-role/${cacheService}/`,
    id: 'AROACACHEOFTHEREGISTR',
    arn: `arn:aws:iam::${accountId}:role/${cacheRolePath}`,
    createdAt: now,
    trust: JSON.stringify({ Version: '2012-10-17', Statement }),
    maxSessionDuration: 3_600,
    inline: {},
    attached: [servicePolicyArn('AWSECRPullThroughCache_ServiceRolePolicy')],
    tags: {},
  };
  changes.put('iam.roles', nameKey(accountId, cacheRoleName), role);
}

/** A Region that is not the given one. */
export function otherRegion(region: string): string {
  return region === 'us-west-2' ? 'us-east-1' : 'us-west-2';
}

/** How a repository is moved behind a cache rule. */
interface Move {
  /** Account of the upstream registry, which is in the same Region then; by default the registry's own, in another Region. */
  readonly account?: string;
  /** More of the rule. */
  readonly rule?: Partial<PullThroughCacheRuleRecord>;
  /** Key of the repository that the rule fills, in place of the one that is taken away. */
  readonly as?: string;
}

/**
 * Moves a repository behind a cache rule: what it holds is then in another private registry, from which the rule brings it
 * to whoever may import. Nothing of it is left where it was.
 * @returns the key of the repository upstream.
 */
export function moveBehindCache(
  changes: Changes,
  target: Target,
  core: Core,
  { account, rule = {}, as = target.repository }: Move = {},
): string {
  const upstream = copyUpstream(changes, target, core, account);
  removeRepository(changes, target, core);
  const filled = { ...target, repository: as };
  putRule(changes, filled, core, { ...ruleFor(upstream), ...rule });
  letImport(changes, filled, core);
  return repositoryKey(upstream);
}

/** Puts what a repository holds into another private registry, under the name that it has at the upstream of a rule. */
export function copyUpstream(
  changes: Changes,
  { repository }: Target,
  core: Core,
  account?: string,
): RepositoryName {
  const place = parseRepositoryKey(repository);
  const upstream = {
    registryId: account ?? place.registryId,
    region: account === undefined ? otherRegion(place.region) : place.region,
    name: splitName(place)[1],
  };
  copyRepository(changes, repository, upstream, core);
  return upstream;
}

/** A rule for another private registry. */
export function ruleFor({ registryId, region }: RepositoryName) {
  return { upstreamRegistryUrl: ecrHostName(registryId, region), upstreamRegistry: 'ecr' };
}

/** Puts what a repository holds into another one as well. */
export function copyRepository(
  changes: Changes,
  from: string,
  to: RepositoryName,
  { state }: Pick<Core, 'state'>,
): void {
  const key = repositoryKey(to);
  for (const kind of ['images', 'manifests', 'tags', 'layers', 'references'] as const) {
    for (const { key: old, document } of state[kind].list({ prefix: `${from} ` })) {
      changes.put(`ecr.${kind}`, `${key}${old.slice(from.length)}`, document);
    }
  }
  const { policy: _policy, ...record } = state.repositories.get(from) ?? newRepository(to);
  changes.put('ecr.repositories', key, { ...record, ...to, arn: repositoryArn(to) });
}

function newRepository(name: RepositoryName): RepositoryRecord {
  return {
    ...name,
    arn: repositoryArn(name),
    createdAt: 0,
    tagMutability: 'MUTABLE',
    mutabilityFilters: [],
    scanOnPush: false,
    encryption: { encryptionType: 'AES256' },
    tags: {},
  };
}

/** What the secret of a rule has to be, for an upstream that takes these credentials. */
export const upstreamLogin = { username: 'hawser', accessToken: 'dckr_pat_in_order' } as const;

/**
 * Puts a rule for Docker Hub in front of the repository, which is taken away, with a secret for it.
 * @param secret what is at fault with it.
 */
export function moveBehindDockerHub(
  changes: Changes,
  target: Target,
  core: Core,
  secret: Partial<SecretRecord> & { readonly text?: string } = {},
  rule: Partial<PullThroughCacheRuleRecord> = {},
): void {
  const { registryId: accountId, region } = parseRepositoryKey(target.repository);
  const { text = JSON.stringify(upstreamLogin), ...more } = secret;
  const name = `${secretPrefix}docker-hub`;
  const now = core.clock.now();
  const record: SecretRecord = {
    accountId,
    region,
    name,
    arn: arnOfSecret({ accountId, region }, name, 'HuBSec'),
    createdAt: now,
    changedAt: now,
    tags: {},
    versions: [
      {
        id: '00000000-0000-4000-8000-000000000014',
        stages: ['AWSCURRENT'],
        createdAt: now,
        text,
      },
    ],
    ...more,
  };
  removeRepository(changes, target, core);
  changes.put('secretsmanager.secrets', keyOfSecret(record), record);
  putRule(changes, target, core, {
    upstreamRegistryUrl: 'registry-1.docker.io',
    upstreamRegistry: 'docker-hub',
    credentialArn: record.arn,
    ...rule,
  });
  letImport(changes, target, core);
}
