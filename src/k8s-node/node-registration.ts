import type { Clock } from '../clock/clock.ts';
import type { Node } from '../k8s-api/types.ts';
import type { EventRecorder } from './events.ts';
import { CriError, type ImageService, type RuntimeImage } from './image-service.ts';
import { KubernetesApiError, type KubernetesClient, mergePatch } from './kubernetes-client.ts';
import { type Machine, nodeObject, nodeStatus } from './node-object.ts';

export interface NodeRegistrationOptions {
  readonly machine: Machine;
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly images: ImageService;
  readonly events: EventRecorder;
  readonly log: (line: string) => void;
}

/** Milliseconds of the cluster's clock between renewals of the lease (a quarter of its duration). */
const leaseRenewal = 10_000;
export const leaseDurationSeconds = 40;

/** What a kubelet says of itself while its runtime does not answer (pkg/kubelet/runtime.go). */
const runtimeDown =
  '[container runtime is down, PLEG is not healthy: pleg has yet to be successful]';

/** Share of the images' disk that must be left (evictionHard, imagefs.available). */
const leastAvailable = 0.15;

/** Whether less of the disk is left than the kubelet wants: then it admits no pods. */
export function hasDiskPressure(images: ImageService): boolean {
  const disk = images.disk?.();
  return disk !== undefined && disk.availableBytes < leastAvailable * disk.capacityBytes;
}

/** Keeps a machine's Node object and its lease alive. */
export class NodeRegistration {
  readonly #options: NodeRegistrationOptions;
  #reported = '';

  constructor(options: NodeRegistrationOptions) {
    this.#options = options;
  }

  /** Registers the node as ready, with a lease. @throws KubernetesApiError */
  async register(): Promise<void> {
    const { client, machine, events } = this.#options;
    const node = nodeObject(machine, this.#now(), (await this.#present()) ?? []);
    try {
      await client.request('POST', '/api/v1/nodes', node);
    } catch (error) {
      if (!(error instanceof KubernetesApiError && error.status === 409)) throw error;
    }
    // A real API server ignores the status of a node that is created.
    await this.#writeStatus();
    events.record(
      { kind: 'Node', apiVersion: 'v1', metadata: { name: machine.name, uid: machine.name } },
      'Normal',
      'Starting',
      'Starting kubelet.',
    );
    await this.#renewLease();
  }

  /** Renews the lease, and the status when the images have changed, until the signal. */
  async heartbeat(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    while (!signal.aborted) {
      await clock.sleep(leaseRenewal, signal).catch(() => {});
      if (signal.aborted) return;
      try {
        await this.#renewLease();
        if ((await this.#toReport()) !== this.#reported) await this.#writeStatus();
      } catch (error) {
        log(`Error updating node status, will retry: ${(error as Error).message}`);
      }
    }
  }

  async #writeStatus(): Promise<void> {
    const { client, machine } = this.#options;
    const present = await this.#present();
    const status: Node['status'] = nodeStatus(machine, this.#now(), present ?? [], {
      notReady: present === undefined ? runtimeDown : undefined,
      diskPressure: hasDiskPressure(this.#options.images),
    });
    const path = `/api/v1/nodes/${machine.name}/status`;
    await client.request('PATCH', path, { status }, mergePatch);
    this.#reported = await this.#toReport();
  }

  async #toReport(): Promise<string> {
    return JSON.stringify([await this.#present(), hasDiskPressure(this.#options.images)]);
  }

  /** The runtime's images; undefined where it does not answer. */
  async #present(): Promise<readonly RuntimeImage[] | undefined> {
    try {
      return await this.#options.images.list();
    } catch (error) {
      if (error instanceof CriError && error.code === 'Unavailable') return undefined;
      throw error;
    }
  }

  async #renewLease(): Promise<void> {
    const { client, machine, clock } = this.#options;
    const collection = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
    const renewTime = new Date(clock.now()).toISOString().replace('Z', '000Z');
    const spec = { holderIdentity: machine.name, leaseDurationSeconds, renewTime };
    try {
      await client.request('PATCH', `${collection}/${machine.name}`, { spec }, mergePatch);
    } catch (error) {
      if (!(error instanceof KubernetesApiError && error.status === 404)) throw error;
      const metadata = { name: machine.name, namespace: 'kube-node-lease' };
      const lease = { kind: 'Lease', apiVersion: 'coordination.k8s.io/v1', metadata, spec };
      await client.request('POST', collection, lease).catch((made: unknown) => {
        // A kubelet of the same machine that is being restarted has already created it.
        if (!(made instanceof KubernetesApiError && made.status === 409)) throw made;
      });
    }
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }
}
