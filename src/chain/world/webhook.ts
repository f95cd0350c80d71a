import type { Place } from './place.ts';

/** A webhook that the API server asks before it creates pods. By name. */
export interface WebhookFacts {
  readonly kind: 'mutating' | 'validating';
  /** Name of the configuration that it stands in, and its place there, from 0. */
  readonly configuration: string;
  readonly index: number;
  readonly failurePolicy: string;
  readonly timeoutSeconds: number;
  /** Who answers: `namespace/service`, or a URL without what follows its host. */
  readonly answeredBy: string;
}

export function webhookAt(name: string): Place<'webhooks'> {
  return {
    kind: 'webhooks',
    key: name,
    fact: `admission webhook ${name}`,
    permission: 'list validatingwebhookconfigurations and mutatingwebhookconfigurations',
  };
}
