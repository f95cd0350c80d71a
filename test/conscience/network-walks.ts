// Random networks of a node: what the proof says of them, whether packets reach the hosts of a pull, and whether they do
// once the printed fixes are applied.
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateVpcEndpointCommand,
  DeleteRouteCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { type AwsCall, apiCallOf } from '../../src/actions/index.ts';
import type { Proof } from '../../src/chain/proof.ts';
import { prove } from '../../src/chain/prove.ts';
import { world as oneAccount, pull } from '../../src/chain/testing/one-account.ts';
import type { World } from '../../src/chain/world.ts';
import { layerPasses } from '../../src/local/net/layer-policy.ts';
import { journeyTo } from '../../src/local/net/node-traffic.ts';
import { apiHost, layerHost, registryHost } from '../../src/local/net/request-origin.ts';
import { networkCollections } from '../../src/local/network-state.ts';
import type { NetworkInterfaceRecord, OwnedRecord } from '../../src/local/records/network.ts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { networksOf } from '../../src/local/world-networks.ts';
import { testOptions } from '../support/options.ts';
import { arrange } from './topologies.ts';
import type { Topology } from './topology-kinds.ts';
import { applyToZones } from './topology-names.ts';

const account = '444455556666';
const region = 'us-east-1';
/** Fixes may bring the connection to what stops it next. */
const mostRounds = 4;

type Command = new (input: never) => object;
const commands: Readonly<Record<string, Command | undefined>> = {
  AuthorizeSecurityGroupEgress: AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngress: AuthorizeSecurityGroupIngressCommand,
  CreateNetworkAclEntry: CreateNetworkAclEntryCommand,
  CreateRoute: CreateRouteCommand,
  CreateVpcEndpoint: CreateVpcEndpointCommand,
  DeleteRoute: DeleteRouteCommand,
  ModifyVpcAttribute: ModifyVpcAttributeCommand,
  ModifyVpcEndpoint: ModifyVpcEndpointCommand,
  ReplaceRoute: ReplaceRouteCommand,
};

/** What topologies change. */
const collections = [...Object.values(networkCollections), 'route53.hosted-zones'];

type Kept = readonly (readonly [collection: string, key: string, document: OwnedRecord])[];

export class NetworkWalks {
  readonly #running: Running;
  readonly #client: EC2Client;
  readonly #node: NetworkInterfaceRecord;
  readonly #before: Kept;

  private constructor(running: Running, node: NetworkInterfaceRecord) {
    this.#running = running;
    this.#node = node;
    this.#client = new EC2Client({
      endpoint: running.local.endpoint,
      region,
      credentials: { accessKeyId: account, secretAccessKey: account },
      maxAttempts: 1,
    });
    this.#before = this.#documents();
  }

  static async start(): Promise<NetworkWalks> {
    const running = await startLocal(testOptions(account), () => undefined);
    const interfaces = running.local.core.state.network.interfaces.list();
    const node = interfaces.find(({ document }) => document.instanceId !== undefined);
    if (node === undefined) throw new Error('there is no node in a VPC');
    return new NetworkWalks(running, node.document);
  }

  async close(): Promise<void> {
    this.#client.destroy();
    await this.#running.local.close();
  }

  arrange(topology: Topology): void {
    const { state } = this.#running.local.core;
    for (const [collection, key] of this.#documents()) {
      state.metadata.collection(collection).delete(key);
    }
    for (const [collection, key, document] of this.#before) {
      state.metadata.collection<OwnedRecord>(collection).put(key, document);
    }
    arrange(state, this.#node, topology);
  }

  async prove(): Promise<Proof> {
    const { interfaces, networks } = await networksOf(this.#running.local.core.state);
    const own = interfaces[this.#node.instanceId ?? ''];
    const seen: World['interfaces'] = own === undefined ? {} : { 'i-1': own };
    return prove(pull, { ...oneAccount(), interfaces: seen, networks });
  }

  /** What packets meet on the way to each host of a pull: `pulled`, or what becomes of the first that fails. */
  pull(): string {
    const { state } = this.#running.local.core;
    const hosts = [apiHost('ecr', region), registryHost(account, region), layerHost(region)];
    for (const host of hosts) {
      const outcome = journeyTo(state, this.#node.instanceId ?? '', host)?.outcome;
      if (outcome?.kind !== 'connected') return `${host}: ${outcome?.kind}`;
      const endpoint = state.network.endpoints
        .list()
        .find(({ document }) => document.id === outcome.endpointId)?.document;
      const isLayer = host === layerHost(region);
      if (endpoint !== undefined && isLayer && !layerPasses(endpoint.policy, layerKey)) {
        return `${host}: refused by the policy of ${endpoint.id}`;
      }
    }
    return 'pulled';
  }

  /** Applies what each cause prints, until nothing is broken any more. @returns the changes that were made. */
  async mend(first: Proof): Promise<string[]> {
    const made: string[] = [];
    let proof = first;
    for (let round = 0; round < mostRounds && proof.verdict === 'broken'; round++) {
      for (const { code, fix } of proof.causes) {
        for (const change of fix.changes ?? []) {
          const call = apiCallOf(change);
          if (call === undefined || call.service === 'kubernetes') {
            throw new Error(`${code} has no call: ${fix.text}`);
          }
          made.push(`${code} ${call.operation} ${JSON.stringify(call.input)}`);
          await this.#apply(call).catch(ignoreRepeated);
        }
      }
      proof = await this.prove();
    }
    return made;
  }

  async #apply({ service, operation, input }: AwsCall): Promise<void> {
    if (service === 'route53') {
      applyToZones(this.#running.local.core.state, operation, input);
      return;
    }
    const Command = commands[operation];
    if (Command === undefined) throw new Error(`${operation} is not known here`);
    await this.#client.send(new Command(input as never) as CreateVpcEndpointCommand);
  }

  #documents(): Kept {
    const { metadata } = this.#running.local.core.state;
    return collections.flatMap((collection) =>
      metadata
        .collection<OwnedRecord>(collection)
        .list()
        .map(({ key, document }) => [collection, key, document] as const),
    );
  }
}

const layerKey = `prod-${region}-starport-layer-bucket/some-layer`;

/** Two causes may ask for one and the same rule. */
function ignoreRepeated(error: unknown): void {
  const { name } = error as { readonly name?: string };
  if (!/Duplicate|AlreadyExists/.test(name ?? '')) throw error;
}
