import { setTimeout as sleep } from 'node:timers/promises';
import { ecrImageNamed } from '../../names/ecr-image.ts';
import type { Core } from '../core/call.ts';
import { type State, within } from '../state.ts';

interface Container {
  readonly name: string;
  readonly image: string;
}

interface Verdict {
  readonly allowed: boolean;
  readonly message?: string;
  readonly patch?: readonly object[];
}

type Controller = (state: State, containers: readonly Container[]) => Verdict;

const registry = 'images.example.com/';

/** Policy controllers for webhooks of the emulated cluster: what Gatekeeper, Kyverno and their like do. */
const controllers: Readonly<Record<string, Controller>> = {
  /** Lets in images of one registry, in the words of Gatekeeper's library (K8sAllowedRepos). */
  'allowed-registries': (_state, containers) => {
    const strange = containers.find(({ image }) => !image.startsWith(registry));
    if (strange === undefined) return { allowed: true };
    const { name, image } = strange;
    return {
      allowed: false,
      message: `[allowed-repos] container <${name}> has an invalid image repo <${image}>, allowed repos are ["${registry}"]`,
    };
  },
  /** Lets in images that have a signature beside them, under cosign's tag. */
  signatures: (state, containers) => {
    const at = containers.findIndex(({ image }) => !isSigned(state, image));
    if (at === -1) return { allowed: true };
    return {
      allowed: false,
      message: `validation failed: failed policy: signed-images: spec.containers[${at}].image ${containers[at]?.image}: no matching signatures: no signatures found`,
    };
  },
  /** Points images to a copy of the registry below a prefix. */
  mirror: (_state, containers) => ({
    allowed: true,
    patch: containers.map(({ image }, at) => ({
      op: 'replace',
      path: `/spec/containers/${at}/image`,
      value: image.replace('/', '/mirror/'),
    })),
  }),
};

function isSigned(state: State, image: string): boolean {
  const place = ecrImageNamed(image);
  if (place === undefined) return false;
  const { repositoryKey, imageKey } = place;
  const wanted = imageKey.slice(repositoryKey.length + 1);
  const digest = wanted.startsWith('sha256:')
    ? wanted
    : state.tags.get(within(repositoryKey, wanted))?.digest;
  if (digest === undefined) return false;
  return state.tags.get(within(repositoryKey, `${digest.replace(':', '-')}.sig`)) !== undefined;
}

type Handler = (core: Core, body: Readonly<Record<string, unknown>>) => Promise<object>;

/** Answers to the reviews of API servers, by route. */
export const policyRoutes: Readonly<Record<string, Handler>> = Object.fromEntries([
  ...Object.entries(controllers).map(([name, controller]): [string, Handler] => [
    `POST /_hawser/webhooks/${name}`,
    async ({ state }, body) => answered(body, (containers) => controller(state, containers)),
  ]),
  [
    'POST /_hawser/webhooks/silent',
    async (_core, body) => {
      await sleep(later, undefined, { ref: false });
      return answered(body, () => ({ allowed: true }));
    },
  ],
]);

/** Milliseconds: longer than an API server waits, which is 30 seconds at most. */
const later = 40_000;

interface AdmissionRequest {
  readonly uid?: string;
  readonly object?: { readonly spec?: { readonly containers?: readonly Container[] } };
}

function answered(
  { request }: Readonly<Record<string, unknown>>,
  decide: (containers: readonly Container[]) => Verdict,
): object {
  const { uid = '', object } = Object(request) as AdmissionRequest;
  const { allowed, message, patch } = decide(object?.spec?.containers ?? []);
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    response: {
      uid,
      allowed,
      ...(message === undefined ? {} : { status: { message } }),
      ...(patch === undefined
        ? {}
        : { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') }),
    },
  };
}
