import type { V1Pod } from '@kubernetes/client-node';
import type { Fact } from '../../chain/fact.ts';
import type { ClientFacts } from '../../chain/world.ts';
import { observe } from '../observe.ts';
import type { Cluster } from './cluster.ts';

/** Most pods of a namespace that are looked through for those of one service account. */
const most = 500;

/** Looks for a pod that runs as a service account: a running one rather than others. */
export function observeClient(
  { core }: Cluster,
  namespace: string,
  serviceAccount: string,
): Promise<Fact<ClientFacts>> {
  const look = {
    fact: `a pod of service account ${namespace}/${serviceAccount}`,
    permission: `list pods in namespace ${namespace}`,
    absentOn: [],
  };
  return observe(look, async () => {
    const { items } = await core.listNamespacedPod({ namespace, limit: most });
    const own = items.filter(
      ({ spec }) => (spec?.serviceAccountName || 'default') === serviceAccount,
    );
    const pod = own.find(({ status }) => status?.phase === 'Running') ?? own[0];
    return pod === undefined ? undefined : clientFacts(pod);
  });
}

function clientFacts({ metadata, spec }: V1Pod): ClientFacts {
  const { labels = {} } = metadata ?? {};
  const policyController = policyControllerOf(labels);
  return {
    pod: metadata?.name ?? '',
    ...(spec?.nodeName === undefined ? {} : { node: spec.nodeName }),
    hostNetwork: spec?.hostNetwork === true,
    onFargate: labels['eks.amazonaws.com/fargate-profile'] !== undefined,
    ...(policyController === undefined ? {} : { policyController }),
  };
}

/** Programs that verify signatures before pods are admitted, by the labels that their charts and manifests set. */
const policyControllers: Readonly<Record<string, string>> = {
  kyverno: 'Kyverno',
  'policy-controller': "sigstore's policy-controller",
  ratify: 'Ratify',
  connaisseur: 'Connaisseur',
};

function policyControllerOf(labels: Readonly<Record<string, string>>): string | undefined {
  const named = ['app.kubernetes.io/part-of', 'app.kubernetes.io/name', 'app'].map(
    (key) => labels[key] ?? '',
  );
  const found = named.find((name) => Object.hasOwn(policyControllers, name));
  return found === undefined ? undefined : policyControllers[found];
}
