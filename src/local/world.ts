import { absent, type Fact, known } from '../chain/fact.ts';
import {
  emptyWorld,
  type Facts,
  type NodeFacts,
  type PodFacts,
  type RepositoryFacts,
  type RoleFacts,
  type SecretFacts,
  type World,
} from '../chain/world.ts';
import type { Collection } from '../storage/metadata.ts';
import type { Core } from './core/call.ts';
import { documentsOf, turnTaking } from './core/turns.ts';
import { managedDocument } from './services/iam/policy-documents.ts';
import { nameKey, type RepositoryRecord, type RoleRecord, type State } from './state.ts';
import { imagesOf } from './world-images.ts';
import { accountsOf, encryptionFacts, keysOf } from './world-of-accounts.ts';
import { cachesOf } from './world-of-caches.ts';
import { countedNetworksOf } from './world-of-networks.ts';

/** What the cluster contributes: its nodes and pods as facts. */
export interface ClusterFacts {
  readonly nodes: Facts<NodeFacts>;
  readonly pods: Facts<PodFacts>;
  readonly secrets: Facts<SecretFacts>;
}

/** The state of the local AWS as a world in which nothing is unseen. However large it is, others have their turn. */
export async function worldOf(core: Core, cluster: ClusterFacts): Promise<World> {
  const { state, clock } = core;
  const repositories = await documentsIn(state.repositories);
  return {
    ...emptyWorld,
    seenAt: new Date(clock.now()).toISOString(),
    complete: true,
    ...(await accountsOf(state)),
    keys: keysOf(core),
    roles: await factsOf(await documentsIn(state.roles), (role) => [
      [role.arn, roleFacts(state, role)],
    ]),
    instanceProfiles: await factsOf(
      await documentsIn(state.instanceProfiles),
      ({ arn, accountId, role }) => {
        const found = role === undefined ? undefined : state.roles.get(nameKey(accountId, role));
        return [[arn, found === undefined ? {} : { role: found.arn }]];
      },
    ),
    instances: await factsOf(
      await documentsIn(state.instances),
      ({ instanceId, accountId, instanceProfile }) => [
        [instanceId, { accountId, ...(instanceProfile === undefined ? {} : { instanceProfile }) }],
      ],
    ),
    ...(await countedNetworksOf(core)),
    repositories: await factsOf(repositories, async (record) => [
      [keyOf(record), await repositoryFacts(state, record)],
    ]),
    registryPolicies: facts(
      state.registries
        .list()
        .flatMap(({ key, document: { policy } }) => (policy === undefined ? [] : [[key, policy]])),
    ),
    ...cachesOf(core),
    images: await imagesOf(core, repositories),
    ...cluster,
  };
}

type Entries<Value> = readonly (readonly [string, Value])[];

function facts<Value>(entries: Entries<Value>): Facts<Value> {
  return Object.fromEntries(
    entries.map(([key, value]): [string, Fact<Value>] => [key, known(value)]),
  );
}

async function factsOf<Item, Value>(
  items: readonly Item[],
  entriesOf: (item: Item) => Entries<Value> | Promise<Entries<Value>>,
): Promise<Facts<Value>> {
  const found: Record<string, Fact<Value>> = {};
  const giveWay = turnTaking();
  for (const item of items) {
    for (const [key, value] of await entriesOf(item)) found[key] = known(value);
    await giveWay();
  }
  return found;
}

async function documentsIn<Document>(collection: Collection<Document>): Promise<Document[]> {
  const found: Document[] = [];
  for await (const slice of documentsOf(collection, {})) {
    for (const { document } of slice) found.push(document);
  }
  return found;
}

function roleFacts(state: State, role: RoleRecord): RoleFacts {
  const managed = role.attached.flatMap((arn) => {
    const document = managedDocument(state, arn);
    return document === undefined ? [] : [{ name: arn, document }];
  });
  const inline = Object.entries(role.inline).map(([name, document]) => ({ name, document }));
  const boundary = role.boundary === undefined ? undefined : managedDocument(state, role.boundary);
  return {
    arn: role.arn,
    trust: role.trust,
    policies: [...inline, ...managed],
    tags: role.tags,
    ...(role.boundary === undefined || boundary === undefined
      ? {}
      : { boundary: { name: role.boundary, document: boundary } }),
  };
}

function keyOf({ registryId, region, name }: RepositoryRecord): string {
  return `${registryId}/${region}/${name}`;
}

async function repositoryFacts(state: State, record: RepositoryRecord): Promise<RepositoryFacts> {
  const prefix = `${keyOf(record)} `;
  const imageTags: string[] = [];
  for await (const slice of documentsOf(state.tags, { prefix })) {
    for (const { key } of slice) imageTags.push(key.slice(prefix.length));
  }
  return {
    policy: record.policy === undefined ? absent : known(record.policy),
    tags: known(record.tags),
    imageTags: known(imageTags),
    encryption: encryptionFacts(record),
  };
}
