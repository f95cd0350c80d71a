import { Writable } from 'node:stream';
import { absent, type Fact, known } from '../chain/fact.ts';
import {
  emptyWorld,
  type Facts,
  type ImageFacts,
  type NodeFacts,
  type PodFacts,
  type RepositoryFacts,
  type RoleFacts,
  type SecretFacts,
  type World,
} from '../chain/world.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { Platform } from '../oci/platform.ts';
import type { Collection } from '../storage/metadata.ts';
import type { Core } from './core/call.ts';
import { documentsOf, turnTaking } from './core/turns.ts';
import { cacheRuleFor } from './ecr/cache-rules.ts';
import { wholeLayers } from './ecr/layer-records.ts';
import { statusOf } from './ecr/storage-class.ts';
import { managedDocument } from './services/iam/policy-documents.ts';
import {
  type ImageRecord,
  nameKey,
  type RepositoryRecord,
  type RoleRecord,
  type State,
  within,
} from './state.ts';
import { networksOf } from './world-networks.ts';
import { accountsOf, encryptionFacts, keysOf } from './world-of-accounts.ts';
import { cachesOf } from './world-of-caches.ts';

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
    accounts: accountsOf(state),
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
    ...networksOf(state),
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

/** How many images are looked at together: each takes a few looks at the disk, and a large one some time. */
const together = 8;

/** Each image under every name that a reference can give it: its digest and its tags. */
async function imagesOf(
  core: Core,
  repositories: readonly RepositoryRecord[],
): Promise<Facts<ImageFacts>> {
  const found: Record<string, Fact<ImageFacts>> = {};
  const giveWay = turnTaking();
  for (const repository of repositories) {
    const key = keyOf(repository);
    for await (const slice of documentsOf(core.state.images, { prefix: `${key} ` })) {
      for (let at = 0; at < slice.length; at += together) {
        const looks = slice.slice(at, at + together).map(async ({ document }) => ({
          names: [`${key}@${document.digest}`, ...document.tags.map((tag) => `${key}:${tag}`)],
          fact: known(await imageFacts(core, repository, document)),
        }));
        for (const { names, fact } of await Promise.all(looks)) {
          for (const name of names) found[name] = fact;
        }
        await giveWay();
      }
    }
  }
  return found;
}

async function imageFacts(
  core: Core,
  record: RepositoryRecord,
  image: ImageRecord,
): Promise<ImageFacts> {
  const { state } = core;
  const repository = keyOf(record);
  const holders =
    image.children.length === 0
      ? [image]
      : image.children.flatMap((child) => state.images.get(within(repository, child)) ?? []);
  const needed = [...new Set(holders.flatMap(({ blobs }) => blobs))];
  const whole = await wholeLayers(core, repository, needed);
  const missing = needed.filter((blob) => !whole.has(blob));
  return {
    digest: image.digest,
    status: statusOf(image, core.clock.now()),
    mediaType: image.mediaType,
    platforms: known(await platformsOf(core, repository, image)),
    // A cached image's layers come from upstream when they are first pulled.
    missingBlobs: known(cacheRuleFor(state, record) === undefined ? missing : []),
  };
}

async function platformsOf(
  { state, blobs }: Core,
  repository: string,
  image: ImageRecord,
): Promise<Platform[]> {
  const body = state.manifests.get(within(repository, image.digest))?.body ?? '{}';
  const manifest = parseManifest(body, image.mediaType);
  if (manifest.kind === 'index') {
    return manifest.manifests
      .flatMap(({ platform }) => platform ?? [])
      .filter(({ os }) => os !== 'unknown');
  }
  const config = await readText(blobs, manifest.config.digest);
  const { os, architecture, variant } = parseObject(config) as Partial<Platform>;
  if (os === undefined || architecture === undefined) return [];
  return [{ os, architecture, ...(variant === undefined ? {} : { variant }) }];
}

async function readText(blobs: Core['blobs'], digest: string): Promise<string> {
  const size = await blobs.size(digest);
  if (size === undefined || size > 1 << 20) return '';
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      // The memory of a piece is used for the next one, of whatever file, as soon as it is taken.
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  await blobs.read(digest).pipeTo(sink);
  return Buffer.concat(chunks).toString();
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
