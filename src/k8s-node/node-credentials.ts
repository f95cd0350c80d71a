import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Pod, Secret, ServiceAccount } from '../k8s-api/types.ts';
import type { CredentialProviderConfig } from '../kubelet/credential-provider-config.ts';
import type { AuthEntry, AuthMap } from '../kubelet/keyring.ts';
import { lookup } from '../kubelet/keyring.ts';
import {
  PluginProvider,
  type PodIdentity,
  type ProviderOptions,
  type ServiceAccounts,
} from './credential-provider.ts';
import { NodeError } from './errors.ts';
import type { EventRecorder } from './events.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import { PullSecrets } from './pull-secrets.ts';

/** The kubelet's keyring for a pod: its pull secrets first, then the credential providers. */
export class NodeCredentials {
  readonly #client: KubernetesClient;
  readonly #events: EventRecorder;
  readonly #providers: readonly PluginProvider[];
  readonly #areInUse: () => boolean;
  readonly #secrets = new PullSecrets();

  /**
   * @param areInUse asked before each pull: false where the providers were taken away, and the kubelet is about to be started again.
   * @throws NodeError PROVIDER_BINARY when a provider's executable is missing: a kubelet does not start.
   */
  constructor(
    client: KubernetesClient,
    events: EventRecorder,
    config: CredentialProviderConfig | undefined,
    options: Omit<ProviderOptions, 'serviceAccounts'>,
    areInUse: () => boolean = () => true,
  ) {
    this.#client = client;
    this.#events = events;
    this.#areInUse = areInUse;
    this.#providers = (config?.providers ?? []).map((provider) => {
      checkExecutable(join(options.binDirectory, provider.name));
      return new PluginProvider(provider, {
        ...options,
        serviceAccounts: serviceAccountsOf(client),
      });
    });
  }

  /**
   * @param secrets the pod's, as `pullSecrets` returns them.
   * @param repository fully qualified, without tag and digest.
   */
  async for(
    pod: Pod,
    secrets: readonly AuthMap[],
    repository: string,
  ): Promise<readonly AuthEntry[]> {
    const fromSecrets = await this.#secrets.lookup(repository, secrets);
    const { namespace = '', name, uid = '' } = pod.metadata;
    const { serviceAccountName } = pod.spec;
    const identity: PodIdentity = {
      namespace,
      name,
      uid,
      ...(serviceAccountName ? { serviceAccountName } : {}),
    };
    const providers = this.#areInUse() ? this.#providers : [];
    const given = await Promise.all(
      providers.map((provider) => provider.provide(repository, identity)),
    );
    return [...fromSecrets, ...given.flatMap((auth) => lookup(repository, [auth]))];
  }

  /** Reads the pod's pull secrets, as a kubelet does at every sync of the pod; an event names missing ones. */
  async pullSecrets(pod: Pod): Promise<readonly AuthMap[]> {
    const found: AuthMap[] = [];
    const missing: string[] = [];
    const names = new Set(pod.spec.imagePullSecrets?.map(({ name = '' }) => name));
    for (const name of names) {
      const path = `/api/v1/namespaces/${pod.metadata.namespace}/secrets/${encodeURIComponent(name)}`;
      try {
        const auth = await this.#secrets.read(await this.#client.request<Secret>('GET', path));
        if (auth !== undefined) found.push(auth);
      } catch {
        missing.push(name);
      }
    }
    if (missing.length > 0) {
      this.#events.record(
        { ...pod, kind: 'Pod', apiVersion: 'v1' },
        'Warning',
        'FailedToRetrieveImagePullSecret',
        `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`,
      );
    }
    return found;
  }
}

function serviceAccountsOf(client: KubernetesClient): ServiceAccounts {
  const pathOf = (namespace: string, name: string) =>
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`;
  return {
    async get(namespace, name) {
      const { metadata } = await client.request<ServiceAccount>('GET', pathOf(namespace, name));
      return { uid: metadata.uid ?? '', annotations: metadata.annotations ?? {} };
    },
    async token({ namespace, name, uid }, account, audience) {
      const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name, uid };
      const { status } = await client.request<{ status: { token: string } }>(
        'POST',
        `${pathOf(namespace, account)}/token`,
        {
          kind: 'TokenRequest',
          apiVersion: 'authentication.k8s.io/v1',
          spec: { audiences: [audience], boundObjectRef },
        },
      );
      return status.token;
    },
  };
}

function checkExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch (cause) {
    // Kubelets print the path that they did not find, which is empty.
    throw new NodeError('PROVIDER_BINARY', 'plugin binary executable  did not exist', { cause });
  }
}
