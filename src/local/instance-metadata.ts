import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { evaluateTrust } from '../iam/index.ts';
import { accountOf } from '../names/arn.ts';
import type { Core } from './core/call.ts';
import { refusalOf, refuse } from './front-door/admission.ts';
import { expectBody, limitConnections, serverOptions } from './front-door/patience.ts';
import { listMetadata } from './metadata-listing.ts';
import { isTokenOf, newToken, secondsOf } from './metadata-tokens.ts';
import { issueSession, roleSessionOwner } from './services/sts/sessions.ts';
import {
  type InstanceProfileRecord,
  type InstanceRecord,
  type MetadataOptions,
  metadataOptionsOf,
  nameKey,
  type RoleRecord,
} from './state.ts';

/** Credentials of an instance hold for six hours (EC2 User Guide, "IAM roles for Amazon EC2"). */
const sessionSeconds = 21_600;
/** New credentials are there at least five minutes before the old ones expire. */
const renewBefore = 30 * 60_000;

/** What gives a role to pods on Fargate, and to hybrid nodes (EKS User Guide). */
const beyondEc2 = [
  'eks-fargate-pods.amazonaws.com',
  'ssm.amazonaws.com',
  'rolesanywhere.amazonaws.com',
];

interface Credentials {
  readonly expiresAt: number;
  readonly role: string;
  readonly body: string;
}

/**
 * The instance metadata service of one machine: version 2, and 1 where the machine takes requests without token, on an address of its own, which is what
 * `AWS_EC2_METADATA_SERVICE_ENDPOINT` names. It hands out the credentials of the role in the machine's
 * instance profile as that profile is at the moment.
 */
export class InstanceMetadata {
  readonly #core: Core;
  readonly #instanceId: string;
  readonly #server: Server;
  #endpoint = '';
  #credentials: Credentials | undefined;

  private constructor(core: Core, instanceId: string) {
    this.#core = core;
    this.#instanceId = instanceId;
    this.#server = createServer(serverOptions, (request, response) =>
      this.#serve(request, response),
    );
    limitConnections(this.#server);
  }

  /** Starts the service on a free port of the loopback interface. */
  static async start(core: Core, instanceId: string): Promise<InstanceMetadata> {
    const service = new InstanceMetadata(core, instanceId);
    await new Promise<void>((resolve, reject) => {
      service.#server.once('error', reject);
      service.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = service.#server.address() as AddressInfo;
    service.#endpoint = `http://127.0.0.1:${port}`;
    return service;
  }

  /** Where it is, or was before it was closed. */
  get endpoint(): string {
    return this.#endpoint;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
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
    const role = this.#role(instance, profile);
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
        : { [`${credentials}/${role.name}`]: this.#fresh(instance, role) }),
    };
    return Object.hasOwn(items, item) ? items[item] : listMetadata(items, item);
  }

  #profile({ instanceProfile, accountId }: InstanceRecord): InstanceProfileRecord | undefined {
    if (instanceProfile === undefined) return undefined;
    const name = instanceProfile.slice(instanceProfile.lastIndexOf('/') + 1);
    return this.#core.state.instanceProfiles.get(nameKey(accountId, name));
  }

  #role(
    { accountId, ownRole }: InstanceRecord,
    profile: InstanceProfileRecord | undefined,
  ): RoleRecord | undefined {
    if (ownRole !== undefined) {
      const name = ownRole.slice(ownRole.lastIndexOf('/') + 1);
      return this.#core.state.roles.get(nameKey(accountOf(ownRole) ?? '', name));
    }
    if (profile?.role === undefined) return undefined;
    return this.#core.state.roles.get(nameKey(accountId, profile.role));
  }

  /** The role's credentials, kept until they are about to expire or the role is another. */
  #fresh(instance: InstanceRecord, role: RoleRecord): string {
    const now = this.#core.clock.now();
    const known = this.#credentials;
    if (known !== undefined && known.role === role.id && known.expiresAt - renewBefore > now) {
      return known.body;
    }
    if (!this.#trustsMachine(role, instance)) {
      return JSON.stringify({
        Code: 'AssumeRoleUnauthorizedAccess',
        Message: `EC2 cannot assume the role ${role.name}. Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.`,
        LastUpdated: new Date(now).toISOString(),
      });
    }
    const owner = roleSessionOwner(role, instance.instanceId);
    const { credentials } = issueSession(this.#core, owner, sessionSeconds);
    const body = JSON.stringify({
      Code: 'Success',
      LastUpdated: new Date(now).toISOString(),
      Type: 'AWS-HMAC',
      AccessKeyId: credentials.AccessKeyId,
      SecretAccessKey: credentials.SecretAccessKey,
      Token: credentials.SessionToken,
      Expiration: credentials.Expiration.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    });
    this.#credentials = { role: role.id, expiresAt: credentials.Expiration.getTime(), body };
    return body;
  }

  /** Whether the service that gives machines of this kind their role may assume it. */
  #trustsMachine(role: RoleRecord, { ownRole }: InstanceRecord): boolean {
    const { authorizer, settings } = this.#core;
    if (settings.iam === 'off') return true;
    const trust = authorizer.compile(role.trust, 'trust');
    const services = ownRole === undefined ? ['ec2.amazonaws.com'] : beyondEc2;
    return services.some((value) => {
      const principal = { type: 'Service', value } as const;
      const request = { principal, action: 'sts:AssumeRole', roleArn: role.arn, context: {} };
      return evaluateTrust(request, trust).decision === 'allowed';
    });
  }
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
