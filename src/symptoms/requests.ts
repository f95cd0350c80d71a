import { parseEcrHost } from '../names/registry-host.ts';
import { isWellKnownRegistry } from './hosts.ts';
import { imagesIn } from './images.ts';
import type { Phase } from './speakers/speaker.ts';

/** A request to a registry or to AWS that a text tells of. */
export interface ToldRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
}

/** One thing that a program says of a request: what was asked for, of whom, and what was answered. */
export interface Said extends Partial<ToldRequest> {
  /** Name of the program whose sentence it is. */
  readonly speaker: string;
  readonly phase: Phase | undefined;
  /** Reference of the image, as it was written. */
  readonly image?: string;
  /** Status code of the answer. */
  readonly status?: number;
}

/** What a client was doing when it failed. */
export type Operation = 'pull' | 'push' | 'login' | 'other';

/** Who was asked for what, as far as a text says so. */
export interface Requests {
  readonly requests: readonly ToldRequest[];
  readonly operation: Operation;
  /** Hosts that were contacted, in lower case. */
  readonly contacted: ReadonlySet<string>;
  /** Hosts that the images name, in lower case. */
  readonly named: ReadonlySet<string>;
  /** The permission that a push lacks if the last request told of was refused, such as `ecr:PutImage`. */
  readonly pushAction: string | undefined;
  /** Everything told is about registries that are not ECR's. */
  readonly isForeign: boolean;
  /** An image of one registry was asked for at another: a mirror stands in between. */
  readonly isMirrored: boolean;
}

const request =
  /\b(HEAD|GET|POST|PUT|PATCH|DELETE)(?: request to)?:? "?(?:https?:\/\/)([a-z0-9.-]{1,253}(?::\d{1,5})?)(\/[^\s"',;]{0,1000})?/gi;
const pulledFrom = /pulling from host ([a-z0-9.-]{1,253}(?::\d{1,5})?)/gi;
const unexpected =
  /unexpected status (?:code |from \w+ request to )?"?https?:\/\/([a-z0-9.-]{1,253}(?::\d{1,5})?)/gi;
const imageNamed =
  /(?:pull(?:ing)? (?:and unpack )?image|Back-off pulling image|resolve reference|Container image|manifest for|for image|pull access denied for) "?([a-z0-9.-]{1,253}(?::\d{1,5})?)\//gi;

const pushes =
  /\/blobs\/uploads\b|The push refers to|exporting (?:to image|layers|cache|manifest)|failed to push|push(?:ing)? (?:layer|manifest|image|permission)|error writing manifest blob|retrying push|at destination|uploading manifest|writing manifest:|initiating layer upload|"Push" on destination|denied: [^\n]{0,300}ecr:(?:InitiateLayerUpload|UploadLayerPart|CompleteLayerUpload|PutImage)|docker push|ImageManifest/i;
const logins =
  /get-login|docker login|Login did not succeed|Error saving credentials|logging in(?:to)?\b|login attempt to|tryLoginWithRegHost|(?:nerdctl|podman|finch|buildah|skopeo|crane auth|helm registry) login|cannot perform an interactive login/i;
const pulls =
  /Failed to pull image|Pulling image|pull and unpack|resolve reference|ErrImagePull|ImagePullBackOff|pull access denied|CannotPull|docker pull|manifest unknown|httpReadSeeker|PullImage from image service|copying system image|pulling image:/i;

/**
 * Reads who was asked for what.
 * @param said what the sentences of programs tell of it besides.
 */
export function requestsIn(text: string, said: readonly Said[] = []): Requests {
  const requests = [...text.matchAll(request)].map(([, method = '', host = '', path = '/']) => ({
    method: method.toUpperCase(),
    host: host.toLowerCase(),
    path: path.replace(/[:.]+$/, ''),
  }));
  const contacted = new Set([
    ...requests.map(({ host }) => host),
    ...[pulledFrom, unexpected].flatMap((told) =>
      [...text.matchAll(told)].map(([, host = '']) => host.toLowerCase()),
    ),
    ...said.flatMap(({ host }) => host ?? []),
  ]);
  const named = new Set(
    [
      ...[...text.matchAll(imageNamed)].map(([, host = '']) => host),
      ...said.flatMap(({ image }) => image?.split('/', 1) ?? []),
    ]
      .map((host) => host.toLowerCase())
      .filter((host) => /[.:]/.test(host) || host === 'localhost'),
  );
  return {
    requests,
    operation: operationOf(text, requests, said),
    pushAction: pushActionOf(requests.at(-1)),
    contacted,
    named,
    isForeign: isForeign(text, contacted, named),
    isMirrored: isMirrored(contacted, named),
  };
}

function operationOf(
  text: string,
  requests: readonly ToldRequest[],
  said: readonly Said[],
): Operation {
  const writes = requests.some(
    ({ method, path }) => /^(POST|PUT|PATCH)$/.test(method) && path.startsWith('/v2/'),
  );
  // Whoever pulls writes blobs as well, to a store of its own.
  const writesBlob =
    /writing blob:/i.test(text) && !pulls.test(text) && !/storing blob/i.test(text);
  if (writes || writesBlob || pushes.test(text) || said.some(({ phase }) => phase === 'push'))
    return 'push';
  if (pulls.test(text) || said.some(({ phase }) => phase !== undefined && phase !== 'login')) {
    return 'pull';
  }
  // A layer that is asked for by its head is about to be pushed: who pulls gets it.
  if (requests.some(({ method, path }) => method === 'HEAD' && path.includes('/blobs/'))) {
    return 'push';
  }
  return logins.test(text) ? 'login' : 'other';
}

/** Source: ECR User Guide, "IAM permissions for pushing an image", and the distribution specification for its requests. */
function pushActionOf(request: ToldRequest | undefined): string | undefined {
  if (request === undefined) return undefined;
  const { method, path } = request;
  if (path.includes('/manifests/')) return method === 'PUT' ? 'ecr:PutImage' : 'ecr:BatchGetImage';
  if (/\/blobs\/uploads\/?(?:\?|$)/.test(path)) return 'ecr:InitiateLayerUpload';
  if (path.includes('/blobs/uploads/')) {
    return method === 'PUT' ? 'ecr:CompleteLayerUpload' : 'ecr:UploadLayerPart';
  }
  return path.includes('/blobs/') ? 'ecr:BatchCheckLayerAvailability' : undefined;
}

const exchangesTokens = /(?:oauth|bearer|anonymous) token|insufficient_scope/i;
const ofAws = /\.dkr[.-]ecr|\becr[:.]|amazonaws|\bECR\b|public\.ecr\.aws/;

function isForeign(
  text: string,
  contacted: ReadonlySet<string>,
  named: ReadonlySet<string>,
): boolean {
  const told = [...contacted, ...named];
  // Without a sentence about an image, what is written like one has to do.
  const hosts =
    told.length > 0 ? told : imagesIn(text).map((image) => image.split('/', 1)[0] ?? '');
  // A private registry of ECR takes the token itself, and has no place where one is exchanged for another.
  if (hosts.length === 0) return exchangesTokens.test(text) && !ofAws.test(text);
  if (hosts.every(isWellKnownRegistry)) return true;
  // Where some host is AWS's, or ECR is spoken of, it may be ECR's affair.
  return !hosts.some(isOfAws) && !ofAws.test(text);
}

function isOfAws(host: string): boolean {
  return /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|aws|on\.aws|aws\.com)(:\d+)?$/.test(host);
}

function isMirrored(contacted: ReadonlySet<string>, named: ReadonlySet<string>): boolean {
  const registries = [...contacted].filter((host) => parseEcrHost(host) !== undefined);
  const [image] = named;
  return (
    image !== undefined &&
    named.size === 1 &&
    registries.length > 0 &&
    !registries.includes(image) &&
    parseEcrHost(image) === undefined &&
    image !== 'public.ecr.aws'
  );
}
