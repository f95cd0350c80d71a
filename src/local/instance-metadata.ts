import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Core } from './core/call.ts';
import { refusalOf, refuse } from './front-door/admission.ts';
import { expectBody, limitConnections, serverOptions } from './front-door/patience.ts';
import { MachineCredentials } from './machine-credentials.ts';
import { listMetadata } from './metadata-listing.ts';
import { isTokenOf, newToken, secondsOf } from './metadata-tokens.ts';
import {
  type InstanceProfileRecord,
  type InstanceRecord,
  type MetadataOptions,
  metadataOptionsOf,
  nameKey,
} from './state.ts';

/**
 * The instance metadata service of one machine: version 2, and 1 where the machine takes requests without token, on an address of its own, which is what
 * `AWS_EC2_METADATA_SERVICE_ENDPOINT` names. It hands out the credentials of the role in the machine's
 * instance profile as that profile is at the moment.
 */
export class InstanceMetadata {
  readonly #core: Core;
  readonly #instanceId: string;
  readonly #server: Server;
  /** The same service as a pod meets it, one hop further. */
  readonly #podServer: Server;
  #endpoint = '';
  #podEndpoint = '';
  readonly #credentials: MachineCredentials;

  private constructor(core: Core, instanceId: string) {
    this.#core = core;
    this.#instanceId = instanceId;
    this.#credentials = new MachineCredentials(core);
    this.#server = createServer(serverOptions, (request, response) =>
      this.#serve(request, response),
    );
    this.#podServer = createServer(serverOptions, (request, response) => {
      if (this.#isLostOnTheWay(request)) request.socket.destroy();
      else this.#serve(request, response);
    });
    for (const server of [this.#server, this.#podServer]) limitConnections(server);
  }

  /** Starts the service on a free port of the loopback interface. */
  static async start(core: Core, instanceId: string): Promise<InstanceMetadata> {
    const service = new InstanceMetadata(core, instanceId);
    service.#endpoint = await listening(service.#server);
    service.#podEndpoint = await listening(service.#podServer);
    return service;
  }

  /** Where it is, or was before it was closed. */
  get endpoint(): string {
    return this.#endpoint;
  }

  /** Where pods on the machine meet it that have a network of their own. */
  get podEndpoint(): string {
    return this.#podEndpoint;
  }

  async close(): Promise<void> {
    for (const server of [this.#server, this.#podServer]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /**
   * The answer with a session token dies at the second hop where the limit is 1 (EC2 User Guide, "Instance metadata options").
   * On Fargate and on hybrid nodes pods have none at all (EKS User Guide).
   */
  #isLostOnTheWay({ url = '' }: IncomingMessage): boolean {
    const instance = this.#core.state.instances.get(this.#instanceId);
    if (instance?.ownRole !== undefined) return true;
    return url.startsWith('/latest/api/token') && this.#options().hopLimit < 2;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const refusal = refusalOf(request, this.#core.names);
    if (refusal !== undefined) {
      refuse(response, refusal);
      return;
    }
    expectBody(request, response);
    request.resume();
    const path = (request.url ?? '').split('?')[0] ?? '';
    const { httpEndpoint, httpTokens } = this.#options();
    if (httpEndpoint === 'disabled') {
      answer(response, 403, 'Forbidden');
      return;
    }
    if (path === '/latest/api/token') {
      this.#token(request, response);
      return;
    }
    const token = request.headers['x-aws-ec2-metadata-token'];
    const mayPass =
      token === undefined
        ? httpTokens === 'optional'
        : isTokenOf(this.#instanceId, this.#core.settings.sealingKey, String(token));
    if (!mayPass) {
      answer(response, 401, 'Unauthorized');
      return;
    }
    if (request.method !== 'GET') {
      answer(response, 405, 'Method Not Allowed');
      return;
    }
    const body = this.#document(path);
    answer(response, body === undefined ? 404 : 200, body ?? 'Not Found');
  }

  #options(): MetadataOptions {
    const instance = this.#core.state.instances.get(this.#instanceId);
    return metadataOptionsOf(instance ?? {});
  }

  #token(request: IncomingMessage, response: ServerResponse): void {
    const seconds = secondsOf(request.headers['x-aws-ec2-metadata-token-ttl-seconds']);
    if (request.method !== 'PUT' || request.headers['x-forwarded-for'] !== undefined) {
      answer(response, request.method === 'PUT' ? 403 : 405, 'Forbidden');
    } else if (seconds === undefined) {
      answer(response, 400, 'Bad Request');
    } else {
      response.setHeader('x-aws-ec2-metadata-token-ttl-seconds', seconds);
      answer(response, 200, newToken(this.#instanceId, this.#core.settings.sealingKey, seconds));
    }
  }

  /** @returns what stands at a path, or undefined when there is nothing. */
  #document(path: string): string | undefined {
    const instance = this.#core.state.instances.get(this.#instanceId);
    if (instance === undefined) return undefined;
    const [, item] = /^\/latest(?:\/|$)(.*?)\/?$/.exec(path) ?? [];
    if (item === undefined) return undefined;
    const zone = `${instance.region}a`;
    const profile = this.#profile(instance);
    const role = this.#credentials.roleOf(instance, profile);
    const credentials = 'meta-data/iam/security-credentials';
    const items: Record<string, string | undefined> = {
      'meta-data/instance-id': instance.instanceId,
      'meta-data/local-ipv4': instance.privateIp,
      'meta-data/local-hostname': instance.nodeName,
      'meta-data/placement/region': instance.region,
      'meta-data/placement/availability-zone': zone,
      'meta-data/services/domain': 'amazonaws.com',
      'meta-data/services/partition': 'aws',
      'dynamic/instance-identity/document': JSON.stringify({
        accountId: instance.accountId,
        architecture: instance.architecture,
        availabilityZone: zone,
        instanceId: instance.instanceId,
        privateIp: instance.privateIp,
        region: instance.region,
      }),
      'meta-data/iam/info':
        profile === undefined
          ? undefined
          : JSON.stringify({
              Code: 'Success',
              InstanceProfileArn: profile.arn,
              InstanceProfileId: profile.id,
            }),
      [credentials]: role?.name,
      ...(role === undefined
        ? {}
        : { [`${credentials}/${role.name}`]: this.#credentials.of(instance, role) }),
    };
    return Object.hasOwn(items, item) ? items[item] : listMetadata(items, item);
  }

  #profile({ instanceProfile, accountId }: InstanceRecord): InstanceProfileRecord | undefined {
    if (instanceProfile === undefined) return undefined;
    const name = instanceProfile.slice(instanceProfile.lastIndexOf('/') + 1);
    return this.#core.state.instanceProfiles.get(nameKey(accountId, name));
  }
}

/** @returns where it listens, on a free port of the loopback interface. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
