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
import type { Core } from './core/call.ts';
import { cacheRuleFor } from './ecr/cache-rules.ts';
import { wholeLayers } from './ecr/layer-records.ts';
import { documentsOf, slices } from './ecr/slices.ts';
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

/** What the cluster contributes: its nodes and pods as facts. */
export interface ClusterFacts {
  readonly nodes: Facts<NodeFacts>;
  readonly pods: Facts<PodFacts>;
  readonly secrets: Facts<SecretFacts>;
}

/** The state of the local AWS as a world in which nothing is unseen. */
export async function worldOf(core: Core, cluster: ClusterFacts): Promise<World> {
  const { state, clock } = core;
  const repositories = state.repositories.list().map(({ document }) => document);
  const images = await Promise.all(repositories.map((repository) => imagesOf(core, repository)));
  return {
    ...emptyWorld,
    seenAt: new Date(clock.now()).toISOString(),
    complete: true,
    roles: facts(
      state.roles.list().map(({ document }) => [document.arn, roleFacts(state, document)]),
    ),
    instanceProfiles: facts(
      state.instanceProfiles.list().map(({ document: { arn, accountId, role } }) => {
        const found = role === undefined ? undefined : state.roles.get(nameKey(accountId, role));
        return [arn, found === undefined ? {} : { role: found.arn }];
      }),
    ),
    instances: facts(
      state.instances
        .list()
        .map(({ document: { instanceId, accountId, instanceProfile } }) => [
          instanceId,
          { accountId, ...(instanceProfile === undefined ? {} : { instanceProfile }) },
        ]),
    ),
    repositories: facts(
      repositories.map((record) => [keyOf(record), repositoryFacts(state, record)]),
    ),
    registryPolicies: facts(
      state.registries
        .list()
        .flatMap(({ key, document: { policy } }) => (policy === undefined ? [] : [[key, policy]])),
    ),
    cachePrefixes: facts(cachePrefixesOf(state)),
    images: facts(images.flat()),
    ...cluster,
  };
}

function facts<Value>(entries: readonly (readonly [string, Value])[]): Facts<Value> {
  return Object.fromEntries(
    entries.map(([key, value]): [string, Fact<Value>] => [key, known(value)]),
  );
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

/** The prefixes of each registry's cache rules. */
function cachePrefixesOf(state: State): [string, string[]][] {
  const byRegistry = new Map<string, string[]>();
  for (const { key, document } of state.pullThroughCacheRules.list()) {
    const registry = key.slice(0, key.indexOf(' '));
    byRegistry.set(registry, [...(byRegistry.get(registry) ?? []), document.ecrRepositoryPrefix]);
  }
  return [...byRegistry];
}

function keyOf({ registryId, region, name }: RepositoryRecord): string {
  return `${registryId}/${region}/${name}`;
}

function repositoryFacts(state: State, record: RepositoryRecord): RepositoryFacts {
  const prefix = `${keyOf(record)} `;
  return {
    policy: record.policy === undefined ? absent : known(record.policy),
    tags: known(record.tags),
    imageTags: known(state.tags.list({ prefix }).map(({ key }) => key.slice(prefix.length))),
  };
}

/** Each image under every name that a reference can give it: its digest and its tags. */
async function imagesOf(
  core: Core,
  repository: RepositoryRecord,
): Promise<(readonly [string, ImageFacts])[]> {
  const key = keyOf(repository);
  const found: (readonly [string, ImageFacts])[] = [];
  for await (const slice of documentsOf(core.state.images, { prefix: `${key} ` })) {
    for await (const some of slices(slice)) {
      const seen = await Promise.all(
        some.map(({ document }) => imageFacts(core, repository, document)),
      );
      for (const [index, { document }] of some.entries()) {
        const facts = seen[index];
        if (facts === undefined) continue;
        found.push([`${key}@${document.digest}`, facts]);
        for (const tag of document.tags) found.push([`${key}:${tag}`, facts]);
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
