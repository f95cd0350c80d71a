import type { CoreV1Api } from '@kubernetes/client-node';

const namespace = 'default';
/** Milliseconds between requests, and how long to wait at most. */
const pace = 50;
const patience = 10_000;

/** The state of a pod: it runs, or it waits for its image. */
export type PodState =
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly reason: string; readonly event: string };

/** Recreates a pod and waits until its image is pulled or the pull has failed. */
export async function runPod(
  core: CoreV1Api,
  name: string,
  image: string,
  imagePullSecrets: readonly string[] = [],
): Promise<PodState> {
  await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }).catch(() => undefined);
  await until(async () => {
    const { items } = await core.listNamespacedPod({ namespace });
    return items.some(({ metadata }) => metadata?.name === name) ? undefined : true;
  });
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name },
      spec: {
        containers: [{ name: 'app', image, imagePullPolicy: 'Always' }],
        imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })),
      },
    },
  });
  return until(() => stateOf(core, name));
}

async function stateOf(core: CoreV1Api, name: string): Promise<PodState | undefined> {
  const pod = await core.readNamespacedPod({ namespace, name });
  const state = pod.status?.containerStatuses?.[0]?.state;
  if (state?.running !== undefined) return { state: 'running' };
  const reason = state?.waiting?.reason ?? '';
  if (!/^(ErrImage|ImagePull|InvalidImage)/.test(reason)) return undefined;
  const event = await failureEvent(core, pod.metadata?.uid ?? '');
  return event === undefined ? undefined : { state: 'failed', reason, event };
}

/** The kubelet's own message about the failed pull. */
async function failureEvent(core: CoreV1Api, uid: string): Promise<string | undefined> {
  const { items } = await core.listNamespacedEvent({ namespace });
  return items.find(
    ({ involvedObject, reason, message }) =>
      involvedObject.uid === uid && reason === 'Failed' && message?.startsWith('Failed to pull'),
  )?.message;
}

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error('the pod did not start in ten seconds');
    await new Promise((resolve) => setTimeout(resolve, pace));
  }
}
