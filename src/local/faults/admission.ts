import type { Stored } from '../../k8s-api/object-store.ts';
import type { Fault } from './fault.ts';

/** Before pods of the namespace are created, a policy controller is asked: one of the local AWS's own. */
function asked(
  cause: string,
  kind: 'mutating' | 'validating',
  name: string,
  controller: string,
): Fault {
  return {
    cause,
    needs: ['pod'],
    inject(changes, { pod }, { settings }) {
      const [namespace = ''] = pod.split('/');
      const selector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
      const configuration = {
        metadata: { name },
        webhooks: [
          {
            name: `${name}.hawser.dev`,
            admissionReviewVersions: ['v1'],
            sideEffects: 'None',
            failurePolicy: 'Fail',
            timeoutSeconds: 1,
            clientConfig: { url: `${settings.endpoint()}/_hawser/webhooks/${controller}` },
            namespaceSelector: selector,
            rules: [
              { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
            ],
          },
        ],
      };
      changes.putObject(`${kind}webhookconfigurations`, configuration as unknown as Stored);
    },
  };
}

/** Faults in what lets a pod in. */
export const admissionFaults: readonly Fault[] = [
  asked('HW0301', 'validating', 'allowed-registries', 'allowed-registries'),
  asked('HW0303', 'validating', 'signed-images', 'signatures'),
  asked('HW0304', 'mutating', 'registry-mirror', 'mirror'),
  asked('HW0305', 'validating', 'signed-images-slow', 'silent'),
];
