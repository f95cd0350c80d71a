import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendContent } from '../distribution/blobs.ts';
import { requestLine } from '../http/request-line.ts';
import { logInternalError } from '../log/log.ts';
import { StorageError } from '../storage/errors.ts';
import type { Core } from './core/call.ts';
import type { Extension } from './extension.ts';
import { refusalOf, refuse, sendError } from './front-door/admission.ts';
import { serveAwsApi } from './front-door/aws-api.ts';
import { OpenRequests } from './front-door/open-requests.ts';
import { expectBody, trustSender } from './front-door/patience.ts';
import type { Authenticator } from './identity/authenticate.ts';
import { grantedDigest, layerPath, refuseLayer } from './layer-url.ts';
import { layerPasses } from './net/layer-policy.ts';
import { layerUrlBehind } from './net/node-dial.ts';
import { originPath, wayTo } from './net/request-origin.ts';
import { contentOf } from './registry/blobs.ts';
import { RegistryDoor } from './registry/serve.ts';
import { cloudTrail } from './services/cloudtrail/index.ts';
import { cloudWatch } from './services/cloudwatch/index.ts';
import { ec2 } from './services/ec2/index.ts';
import { ecr } from './services/ecr/index.ts';
import { eks } from './services/eks/index.ts';
import { events } from './services/events/index.ts';
import { iam } from './services/iam/index.ts';
import { kms } from './services/kms/index.ts';
import { organizations } from './services/organizations/index.ts';
import { route53 } from './services/route53/index.ts';
import { route53Resolver } from './services/route53resolver/index.ts';
import { secretsManager } from './services/secretsmanager/index.ts';
import { serviceQuotas } from './services/service-quotas/index.ts';
import { sts } from './services/sts/index.ts';

const services = [
  ecr,
  iam,
  sts,
  ec2,
  eks,
  kms,
  organizations,
  secretsManager,
  serviceQuotas,
  route53,
  route53Resolver,
  events,
  cloudTrail,
  ...cloudWatch,
];

const registryPath = /^\/v2(?:[/?]|$)/;

/** Finds the door that a request is for: the registry, the bucket of layers, an extension, or an API of AWS. */
export class Doors {
  readonly #core: Core;
  readonly #authenticator: Authenticator;
  readonly #requests = new OpenRequests();
  readonly #registry: RegistryDoor;
  readonly #extensions: Extension[] = [];

  constructor(core: Core) {
    this.#core = core;
    this.#registry = new RegistryDoor(core);
    this.#authenticator = {
      state: core.state,
      defaultAccount: core.settings.defaultAccount,
      iam: core.settings.iam,
      wallTime: Date.now,
      now: () => core.clock.now(),
    };
  }

  /** Does some work while no request is served, but those that take turns with the reset that asks for it. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#requests.alone(work);
  }

  /** Adds a handler for paths that are not AWS's own. */
  extend(extension: Extension): void {
    this.#extensions.push(extension);
  }

  /** Every request's writes are known as its own: none is acknowledged that the disk refused. */
  answer(request: IncomingMessage, response: ServerResponse): void {
    this.#core.state.metadata
      .request(() =>
        takesItsTurn(request)
          ? this.#serve(request, response)
          : this.#requests.serve(request, response, () => this.#serve(request, response)),
      )
      .catch((error: unknown) => fail(response, error));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request, this.#core.names);
    if (refusal !== undefined) {
      refuse(response, refusal);
      return;
    }
    expectBody(request, response);
    const url = request.url ?? '';
    if (registryPath.test(url)) {
      await this.#registry.serve(request, response);
      return;
    }
    const path = url.split('?')[0] ?? '';
    if (layerPath.test(path)) {
      await this.#sendLayer(request, response);
      return;
    }
    if (originPath.test(path)) {
      await serveAwsApi(this.#core, this.#authenticator, services, request, response);
      return;
    }
    for (const extension of this.#extensions) {
      if (await extension(request, response, path)) return;
    }
    if (path.startsWith('/_hawser/') && !path.startsWith('/_hawser/clusters/')) {
      refuseEarly(response);
      return;
    }
    await serveAwsApi(this.#core, this.#authenticator, services, request, response);
  }

  /** Whether the policy of the endpoint that a request came through lets a layer pass. */
  #letsThrough(request: IncomingMessage, url: URL): boolean {
    const { state, settings } = this.#core;
    const host = layerUrlBehind(url)?.hostname ?? '';
    const policy = wayTo(state, settings.sealingKey, request, host)?.policy;
    return policy === undefined || layerPasses(policy, url.pathname.slice(1));
  }

  /** Serves a layer to whoever holds its presigned URL, which is signed for GET. */
  async #sendLayer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const core = this.#core;
    const url = new URL(request.url ?? '', core.settings.endpoint());
    const grant = grantedDigest(core.settings.sealingKey, url, core.clock.now());
    if ('refused' in grant) {
      refuseLayer(response, grant.refused === 'expired' ? 'EXPIRED' : 'DENIED');
      return;
    }
    if (request.method !== 'GET') {
      refuseLayer(response, 'OTHER_METHOD');
      return;
    }
    if (!this.#letsThrough(request, url)) {
      refuseLayer(response, 'DENIED');
      return;
    }
    trustSender(request, response);
    const size = await core.blobs.size(grant.digest);
    if (size === undefined) {
      refuseLayer(response, 'DENIED');
      return;
    }
    const content = contentOf(core.blobs, grant.digest, size);
    await sendContent({ request, response, method: 'GET' }, grant.digest, content);
  }
}

/** Routes that wait for each other by themselves: a reset that waited for one that waits for it would not end. */
const inTurn: readonly string[] = ['reset', 'nodes', 'break', 'heal'].map(
  (name) => `/_hawser/${name}`,
);

function takesItsTurn({ method, url }: IncomingMessage): boolean {
  return method === 'POST' && inTurn.includes(url?.split('?')[0] ?? '');
}

/**
 * The emulator's own routes come with its cluster, which takes a moment to start. A request for a cluster that does not
 * exist gets the answer of the AWS API instead, then and later.
 */
function refuseEarly(response: ServerResponse): void {
  const message = 'the local AWS is starting: ask again in a moment';
  sendError(
    response,
    503,
    { code: 'STARTING', message, hint: 'Ask again in a second.' },
    { 'retry-after': '1' },
  );
}

/** Answers a request that nobody could: a disk that refuses, or a defect of the program's own. */
function fail(response: ServerResponse, error: unknown): void {
  if (!response.destroyed && !response.headersSent) {
    if (error instanceof StorageError && error.code === 'NOT_WRITTEN') {
      const { code, message, hint } = error;
      sendError(response, 507, { code, message, hint });
      return;
    }
    logInternalError(requestLine(response.req), error);
    response.writeHead(500, { 'content-length': 0 });
    response.end();
    return;
  }
  response.destroy();
}
