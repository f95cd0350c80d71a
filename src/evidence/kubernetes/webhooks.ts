import type {
  AdmissionregistrationV1WebhookClientConfig,
  V1ValidatingWebhookConfiguration,
} from '@kubernetes/client-node';
import { type Fact, known } from '../../chain/fact.ts';
import { type Facts, type WebhookFacts, webhookAt } from '../../chain/world.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Cluster } from './cluster.ts';

/** Looks at the webhooks that the API server asks; none where they may not be listed, so that each is unseen. */
export function observeWebhooks(cluster: Cluster): Promise<Facts<WebhookFacts>> {
  return once(cluster, 'admission webhooks', async () => {
    const look = { ...webhookAt(''), absentOn: ['404'] };
    const { admission } = cluster;
    const [validating, mutating] = await Promise.all([
      observe(look, () => admission.listValidatingWebhookConfiguration()),
      observe(look, () => admission.listMutatingWebhookConfiguration()),
    ]);
    return {
      ...(validating.state === 'known' ? factsOf('validating', validating.value.items) : {}),
      ...(mutating.state === 'known' ? factsOf('mutating', mutating.value.items) : {}),
    };
  });
}

function factsOf(
  kind: WebhookFacts['kind'],
  configurations: readonly Pick<V1ValidatingWebhookConfiguration, 'metadata' | 'webhooks'>[],
): Record<string, Fact<WebhookFacts>> {
  return Object.fromEntries(
    configurations.flatMap(({ metadata, webhooks = [] }) =>
      webhooks.map(({ name, failurePolicy = 'Fail', timeoutSeconds = 10, clientConfig }, index) => [
        name,
        known({
          kind,
          configuration: metadata?.name ?? '',
          index,
          failurePolicy,
          timeoutSeconds,
          answeredBy: answeredBy(clientConfig),
        }),
      ]),
    ),
  );
}

/** A URL may hold credentials, in its path too. */
function answeredBy({ service, url }: AdmissionregistrationV1WebhookClientConfig): string {
  if (service !== undefined) return `service ${service.namespace}/${service.name}`;
  return URL.parse(url ?? '')?.host ?? 'what stands behind it';
}
