// A local AWS in which a role pulls an image: what the proof says, and what really happens.
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { Proof } from '../../src/chain/proof.ts';
import { prove } from '../../src/chain/prove.ts';
import { issueSession, roleSessionOwner } from '../../src/local/services/sts/sessions.ts';
import { nameKey, type RepositoryRecord, type RoleRecord } from '../../src/local/state.ts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { worldOf } from '../../src/local/world.ts';
import { ecrHostName } from '../../src/names/registry-host.ts';
import { pullImage } from '../../src/oci/client/pull.ts';
import { pushImage } from '../../src/tour/image.ts';
import { testOptions } from '../support/options.ts';
import { arrangeKey, arrangeOrganization } from './organization.ts';
import {
  documentOf,
  here,
  region,
  repositoryName,
  role,
  type Statement,
  there,
  type World,
} from './policies.ts';

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export class RolePulls {
  readonly #running: Running;

  private constructor(running: Running) {
    this.#running = running;
  }

  static async start(): Promise<RolePulls> {
    const pulls = new RolePulls(await startLocal(testOptions(here), () => undefined));
    for (const owner of [here, there]) await pulls.#push(owner);
    return pulls;
  }

  close(): Promise<void> {
    return this.#running.local.close();
  }

  /** What the proof says of the pull in that world. */
  async prove(world: World): Promise<Proof> {
    this.#arrange(world);
    const seen = await worldOf(this.#running.local.core, { nodes: {}, pods: {}, secrets: {} });
    return prove({ kind: 'role', role, image: imageOf(world) }, seen);
  }

  /** Pulls in that world. @returns `pulled`, or the error. */
  async pull(world: World): Promise<string> {
    this.#arrange(world);
    const { core, endpoint } = this.#running.local;
    const record = core.state.roles.get(nameKey(here, 'puller')) as RoleRecord;
    const { credentials } = issueSession(core, roleSessionOwner(record, 'conscience'), 900);
    try {
      const password = await this.#passwordOf({
        accessKeyId: credentials.AccessKeyId,
        secretAccessKey: credentials.SecretAccessKey,
        sessionToken: credentials.SessionToken,
      });
      await pullImage(imageOf(world), {
        platform: { os: 'linux', architecture: 'amd64' },
        mirrors: () => ({ endpoint, transparent: true }),
        credentials: { username: 'AWS', password },
      });
      return 'pulled';
    } catch (error) {
      return String(error);
    }
  }

  async #push(owner: string): Promise<void> {
    const { endpoint, core } = this.#running.local;
    core.state.repositories.put(repositoryKey(owner), {
      registryId: owner,
      region,
      name: repositoryName,
      arn: `arn:aws:ecr:${region}:${owner}:repository/${repositoryName}`,
      createdAt: core.clock.now(),
      tagMutability: 'MUTABLE',
      mutabilityFilters: [],
      scanOnPush: false,
      encryption: { encryptionType: 'AES256' },
      tags: {},
    });
    const password = await this.#passwordOf({ accessKeyId: owner, secretAccessKey: owner });
    await pushImage({
      endpoint,
      host: ecrHostName(owner, region),
      repository: repositoryName,
      tag: 'v1',
      credentials: { username: 'AWS', password },
    });
  }

  #arrange(world: World): void {
    const { state, clock } = this.#running.local.core;
    const boundary = `arn:aws:iam::${here}:policy/boundary`;
    const now = clock.now();
    if (world.boundary !== undefined) {
      state.policies.put(boundary, {
        accountId: here,
        name: 'boundary',
        path: '/',
        id: 'ANPA',
        arn: boundary,
        createdAt: now,
        updatedAt: now,
        defaultVersion: 'v1',
        nextVersion: 2,
        versions: [{ id: 'v1', document: documentOf(world.boundary), createdAt: now }],
        tags: {},
      });
    }
    const inline = (statements: readonly Statement[], index: number) =>
      [`policy-${index}`, documentOf(statements)] as const;
    state.roles.put(nameKey(here, 'puller'), {
      accountId: here,
      name: 'puller',
      path: '/',
      id: 'AROAPULLER',
      arn: role,
      createdAt: now,
      trust: '{}',
      maxSessionDuration: 3600,
      inline: Object.fromEntries(world.policies.map(inline)),
      attached: [],
      tags: {},
      ...(world.boundary === undefined ? {} : { boundary }),
    });
    arrangeOrganization(this.#running.local.core.state, world, now);
    const encryption = arrangeKey(this.#running.local.core.state, world, now);
    const key = repositoryKey(world.owner);
    const { policy: _before, ...repository } = state.repositories.get(key) as RepositoryRecord;
    const { repositoryPolicy } = world;
    state.repositories.put(key, {
      ...repository,
      encryption,
      tags: world.tagged ? { team: 'a' } : {},
      ...(repositoryPolicy === undefined ? {} : { policy: documentOf(repositoryPolicy) }),
    });
  }

  async #passwordOf(credentials: Keys): Promise<string> {
    const { endpoint } = this.#running.local;
    const client = new ECRClient({ endpoint, region, credentials, maxAttempts: 1 });
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
    const token = authorizationData?.[0]?.authorizationToken ?? '';
    return Buffer.from(token, 'base64').toString().slice('AWS:'.length);
  }
}

function imageOf({ owner, tag }: World): string {
  return `${ecrHostName(owner, region)}/${repositoryName}:${tag}`;
}

function repositoryKey(owner: string): string {
  return `${owner}/${region}/${repositoryName}`;
}
