import { absent, type Fact, unseen } from './fact.ts';
import type { AccountFacts } from './world/account.ts';
import type { CacheRuleFacts, CreationTemplateFacts, UpstreamSecretFacts } from './world/cache.ts';
import type { CredentialRunFacts } from './world/credential-run.ts';
import type { IdentityProviderFacts } from './world/identity-provider.ts';
import type { ImageFacts } from './world/image.ts';
import type { InstanceFacts, InstanceProfileFacts } from './world/instance.ts';
import type { InterfaceFacts } from './world/interface.ts';
import type { KeyFacts } from './world/key.ts';
import type { NetworkFacts } from './world/network.ts';
import type { NodeFacts } from './world/node.ts';
import type { Place } from './world/place.ts';
import type { PodFacts } from './world/pod.ts';
import type { RepositoryFacts } from './world/repository.ts';
import type { RoleFacts } from './world/role.ts';
import type { SecretFacts } from './world/secret.ts';
import type { ServiceAccountFacts } from './world/service-account.ts';
import type { TrailEvent } from './world/trail.ts';
import type { UsageFacts } from './world/usage.ts';
import type { WebhookFacts } from './world/webhook.ts';

export * from './world/account.ts';
export * from './world/cache.ts';
export type * from './world/credential-run.ts';
export * from './world/identity-provider.ts';
export * from './world/image.ts';
export * from './world/instance.ts';
export * from './world/interface.ts';
export * from './world/key.ts';
export * from './world/network.ts';
export * from './world/node.ts';
export type * from './world/node-report.ts';
export * from './world/pod.ts';
export * from './world/registry.ts';
export * from './world/repository.ts';
export * from './world/role.ts';
export * from './world/secret.ts';
export * from './world/service-account.ts';
export * from './world/trail.ts';
export * from './world/usage.ts';
export * from './world/webhook.ts';

/**
 * All that is known about accounts, registries and the cluster: plain JSON, so that it can be stored,
 * compared and handed over. What is not in a record was never looked for, and counts as unseen.
 */
export interface World {
  /** When it was seen, ISO 8601. */
  readonly seenAt: string;
  /** True when everything there is was looked at: then what is not in a record is absent. */
  readonly complete: boolean;
  /** By id: the place in an organization. */
  readonly accounts: Facts<AccountFacts>;
  readonly roles: Facts<RoleFacts>;
  /** By ARN. */
  readonly instanceProfiles: Facts<InstanceProfileFacts>;
  /** By instance id. */
  readonly instances: Facts<InstanceFacts>;
  /** Primary network interfaces, by instance id. */
  readonly interfaces: Facts<InterfaceFacts>;
  /** VPCs, by id. */
  readonly networks: Facts<NetworkFacts>;
  /** By `account/region/repository`. */
  readonly repositories: Facts<RepositoryFacts>;
  /** Policies of registries, by `account/region`. */
  readonly registryPolicies: Facts<string>;
  /** Prefixes of the repositories that a registry fills from elsewhere, by `account/region`. */
  readonly cachePrefixes: Facts<readonly string[]>;
  /** By `account/region/prefix`, of registries that have some. */
  readonly cacheRules?: Facts<CacheRuleFacts>;
  /** Secrets that cache rules name, by ARN. */
  readonly upstreamSecrets?: Facts<UpstreamSecretFacts>;
  /** By `account/region`, where ECR makes a repository itself. */
  readonly creationTemplates?: Facts<readonly CreationTemplateFacts[]>;
  /** By ARN. */
  readonly keys: Facts<KeyFacts>;
  /** By `account/region/repository:tag` or `…@digest`. */
  readonly images: Facts<ImageFacts>;
  /** Keys of repositories of the same name in registries nearby, by the key of the one that is missing. */
  readonly elsewhere: Facts<readonly string[]>;
  /** Of registries in which something is missing, by `account/region`. Nothing is missing where nobody looked: they add to what is known. */
  readonly trails?: Facts<readonly TrailEvent[]>;
  /** Policies of other repositories by name, of registries in which one has none; by `account/region`. */
  readonly otherPolicies?: Facts<Readonly<Record<string, string>>>;
  readonly nodes: Facts<NodeFacts>;
  /** By `namespace/name`. */
  readonly pods: Facts<PodFacts>;
  /** By `namespace/name`. */
  readonly secrets: Facts<SecretFacts>;
  /** By `namespace/name`, of those that clients inside the cluster pull as. */
  readonly serviceAccounts: Facts<ServiceAccountFacts>;
  /** By node, or `this machine`. Nothing is missing where nobody kept any: they add to what is known. */
  readonly credentialRuns: Facts<readonly CredentialRunFacts[]>;
  /** OIDC providers by ARN, as pushes of a CI system need them. */
  readonly identityProviders?: Facts<IdentityProviderFacts>;
  /** By `account/region/operation`, as pulls that were throttled need them. */
  readonly usage?: Facts<UsageFacts>;
  /** Connections that NAT gateways had no port for, by id, as pods whose pulls time out need them. */
  readonly portErrors?: Facts<number>;
  /** By name, as pods that were refused or changed before they were created need them. */
  readonly webhooks?: Facts<WebhookFacts>;
}

/** The kinds that are in a world only where something of them was looked for. */
export const kindsByNeed = [
  'identityProviders',
  'usage',
  'portErrors',
  'webhooks',
  'otherPolicies',
  'trails',
  'cacheRules',
  'upstreamSecrets',
  'creationTemplates',
] as const satisfies readonly (keyof World)[];

export type Facts<Value> = Readonly<Record<string, Fact<Value>>>;

type Kind = Exclude<keyof World, 'seenAt' | 'complete'>;
type ValueOf<Name extends Kind> =
  NonNullable<World[Name]> extends Facts<infer Value> ? Value : never;

/** Looks a fact up; what nobody looked for is unseen, unless the world is complete. */
export function lookUp<Name extends Kind>(
  world: World,
  { kind, key, fact, permission }: Place<Name>,
): Fact<ValueOf<Name>> {
  const facts = (world[kind] ?? {}) as Facts<ValueOf<Name>>;
  const found = Object.hasOwn(facts, key) ? facts[key] : undefined;
  return found ?? (world.complete ? absent : unseen(fact, permission));
}

export const emptyWorld: World = {
  seenAt: '1970-01-01T00:00:00.000Z',
  complete: false,
  accounts: {},
  roles: {},
  instanceProfiles: {},
  instances: {},
  interfaces: {},
  networks: {},
  repositories: {},
  registryPolicies: {},
  cachePrefixes: {},
  keys: {},
  images: {},
  elsewhere: {},
  nodes: {},
  pods: {},
  secrets: {},
  serviceAccounts: {},
  credentialRuns: {},
};
