// Pods with pull secrets on a node whose role may pull or not: what the doctor says, and what the kubelet meets.
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { CoreV1Api } from '@kubernetes/client-node';
import fc from 'fast-check';
import type { Proof } from '../../src/chain/proof.ts';
import { openCluster } from '../../src/evidence/kubernetes/cluster.ts';
import { nameKey, type RepositoryRecord, type RoleRecord } from '../../src/local/state.ts';
import { Repository } from '../../src/oci/client/repository.ts';
import { runPod } from '../../src/tour/pods.ts';
import {
  region,
  registryHost,
  repositoryKey,
  repositoryName,
  shared,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { pushTinyImage } from '../support/push-image.ts';

const grant = {
  Effect: 'Allow',
  Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  Resource: '*',
};
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const nodePolicies = {
  'may pull': policy(grant),
  'may do nothing': policy({ ...grant, Action: ['ecr:DescribeImages'] }),
  'may not read layers': policy(grant, {
    Effect: 'Deny',
    Action: 'ecr:GetDownloadUrlForLayer',
    Resource: '*',
  }),
} as const;

/** Where an entry of a secret is for; which of them match the image is the kubelet's to say. */
const locations = [
  registryHost,
  `https://${registryHost}`,
  `${registryHost}/platform`,
  `${registryHost}/platform/base-images`,
  `${registryHost}/other`,
  '*.dkr.ecr.us-east-1.amazonaws.com',
  `${shared}.dkr.ecr.*.amazonaws.com`,
  '*.amazonaws.com',
  `${registryHost}:443`,
  'ghcr.io',
  '000000000000.dkr.ecr.us-east-1.amazonaws.com',
] as const;

const secret = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      location: fc.constantFrom(...locations),
      password: fc.constantFrom('owner', 'wrong'),
      form: fc.constantFrom(
        'right',
        'right',
        'right',
        'right',
        'of another type',
        'without a user',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant('missing' as const) },
);

/** A pod on a node: what its role may, whether the repository lets it in, and its pull secrets in order. */
export const podWorlds = fc.record({
  node: fc.constantFrom(...(Object.keys(nodePolicies) as (keyof typeof nodePolicies)[])),
  isShared: fc.boolean(),
  tag: fc.constantFrom('v1', 'v1', 'v1', 'v9'),
  secrets: fc.array(secret, { maxLength: 3 }),
});

type PodWorld = typeof podWorlds extends fc.Arbitrary<infer World> ? World : never;

export class PodPulls {
  readonly #local: TestLocal;
  readonly #core: CoreV1Api;
  readonly #password: string;
  #count = 0;

  private constructor(local: TestLocal, core: CoreV1Api, password: string) {
    this.#local = local;
    this.#core = core;
    this.#password = password;
  }

  static async start(): Promise<PodPulls> {
    const local = await startTestLocal();
    const credentials = { accessKeyId: shared, secretAccessKey: shared };
    const ecr = new ECRClient({ endpoint: local.endpoint, region, credentials });
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const token = authorizationData?.[0]?.authorizationToken ?? '';
    const password = Buffer.from(token, 'base64').toString().slice('AWS:'.length);
    const { state, clock } = local.local.core;
    state.repositories.put(repositoryKey, {
      registryId: shared,
      region,
      name: repositoryName,
      arn: `arn:aws:ecr:${region}:${shared}:repository/${repositoryName}`,
      createdAt: clock.now(),
      tagMutability: 'MUTABLE',
      mutabilityFilters: [],
      scanOnPush: false,
      encryption: { encryptionType: 'AES256' },
      tags: {},
    });
    return new PodPulls(local, openCluster().core, password);
  }

  close(): Promise<void> {
    return this.#local.close();
  }

  /** Runs a pod of that world, then asks the doctor, who sees what anybody with read access sees. */
  async run(world: PodWorld): Promise<{ readonly proof: Proof; readonly outcome: string }> {
    this.#arrange(world);
    const name = `pod-${++this.#count}`;
    await this.#push(name);
    const names = world.secrets.map((_, index) => `${name}-${index}`);
    for (const [index, each] of world.secrets.entries()) {
      if (each !== 'missing') await this.#createSecret(names[index] ?? '', each);
    }
    const image = `${registryHost}/${repositoryName}:${world.tag}`;
    const state = await runPod(this.#core, name, image, names);
    const proof = await this.#local.doctor(name);
    // It would go on trying.
    await this.#core.deleteNamespacedPod({ namespace: 'default', name, gracePeriodSeconds: 0 });
    // The kubelet pulls five images in a second at most: the next pod must not wait for that on a fast machine.
    this.#local.local.core.clock.advance(2000);
    return { proof, outcome: state.state === 'running' ? 'pulled' : state.event };
  }

  /** An image that the node has never seen: what it holds it need not be allowed to read. */
  async #push(text: string): Promise<void> {
    const repository = new Repository(
      { domain: registryHost, path: repositoryName },
      {
        credentials: { username: 'AWS', password: this.#password },
        access: 'pull,push',
        mirrors: () => ({ endpoint: this.#local.endpoint, transparent: true }),
      },
    );
    await pushTinyImage(repository, 'v1', text);
    repository.close();
  }

  #arrange({ node, isShared }: PodWorld): void {
    const { state } = this.#local.local.core;
    const key = nameKey(workloads, 'hawser-node');
    const record = state.roles.get(key) as RoleRecord;
    state.roles.put(key, { ...record, attached: [], inline: { pull: nodePolicies[node] } });
    const { policy: _before, ...repository } = state.repositories.get(
      repositoryKey,
    ) as RepositoryRecord;
    const { Resource: _all, ...shared } = { ...grant, Principal: { AWS: record.arn } };
    state.repositories.put(repositoryKey, {
      ...repository,
      ...(isShared ? { policy: policy({ ...shared, Action: grant.Action.slice(1) }) } : {}),
    });
  }

  async #createSecret(
    name: string,
    { location, password, form }: Exclude<PodWorld['secrets'][number], 'missing'>,
  ): Promise<void> {
    const secretOf = password === 'owner' ? this.#password : 'not-the-password';
    const user = form === 'without a user' ? '' : 'AWS:';
    const auth = Buffer.from(`${user}${secretOf}`).toString('base64');
    const config = JSON.stringify({ auths: { [location]: { auth } } });
    await this.#core.createNamespacedSecret({
      namespace: 'default',
      body: {
        metadata: { name },
        type: form === 'of another type' ? 'Opaque' : 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': Buffer.from(config).toString('base64') },
      },
    });
  }
}
