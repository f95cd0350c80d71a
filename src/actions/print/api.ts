import type { Change } from '../change.ts';
import type { KmsChange } from '../nodes/kms.ts';
import type { KubernetesChange, Workload } from '../nodes/kubernetes.ts';
import type { SecretsManagerChange } from '../nodes/secrets-manager.ts';
import { failurePolicyCall } from './admission.ts';
import { cacheCall } from './cache-calls.ts';
import { caller } from './caller.ts';
import { ec2Call } from './ec2.ts';
import { ecrCall } from './ecr-calls.ts';
import { iamCall } from './iam-calls.ts';
import { route53Call } from './route53.ts';
import { resourceOf } from './workloads.ts';

/** A call of an AWS API: the operation and its input, in the terms of the service's model. */
export interface AwsCall {
  readonly service:
    | 'iam'
    | 'ec2'
    | 'ecr'
    | 'kms'
    | 'organizations'
    | 'route53'
    | 'secretsmanager'
    | 'service-quotas';
  readonly operation: string;
  readonly region?: string;
  readonly account: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A call of the Kubernetes API. */
export interface KubernetesCall {
  readonly service: 'kubernetes';
  readonly method: 'PATCH';
  readonly path: string;
  readonly contentType: 'application/strategic-merge-patch+json' | 'application/json-patch+json';
  readonly body: unknown;
}

export type ApiCall = AwsCall | KubernetesCall;

/** The one call that makes a change; undefined where it takes several calls, or a person. */
export function apiCallOf(change: Change): ApiCall | undefined {
  switch (change.kind) {
    case 'attach-role-policy':
    case 'put-role-policy':
    case 'set-managed-policy':
    case 'set-trust-policy':
    case 'add-role-to-instance-profile':
    case 'associate-instance-profile':
    case 'create-service-linked-role':
    case 'create-oidc-provider':
    case 'add-oidc-audience':
    case 'create-role':
    case 'delete-role':
    case 'tag-role':
    case 'delete-role-policy':
    case 'detach-role-policy':
    case 'create-instance-profile':
    case 'delete-instance-profile':
    case 'remove-role-from-instance-profile':
    case 'delete-oidc-provider':
      return iamCall(change);
    case 'set-repository-policy':
    case 'put-registry-policy':
    case 'create-repository':
    case 'restore-image':
    case 'tag-repository':
    case 'set-creation-template':
    case 'import-image':
    case 'set-tag-mutability':
    case 'set-scan-on-push':
    case 'set-lifecycle-policy':
    case 'delete-repository':
    case 'delete-repository-policy':
    case 'delete-lifecycle-policy':
      return ecrCall(change);
    case 'create-cache-rule':
    case 'set-cache-credentials':
    case 'delete-cache-rule':
    case 'create-creation-template':
    case 'update-creation-template':
    case 'delete-creation-template':
    case 'delete-registry-policy':
      return cacheCall(change);
    case 'create-vpc-endpoint':
    case 'modify-vpc-endpoint':
    case 'set-vpc-endpoint-policy':
    case 'replace-route':
    case 'create-route':
    case 'delete-route':
    case 'authorize-security-group':
    case 'create-network-acl-entry':
    case 'modify-vpc-attribute':
    case 'associate-dhcp-options':
    case 'enable-instance-metadata':
    case 'let-pods-reach-metadata':
      return ec2Call(change);
    case 'associate-hosted-zone':
    case 'disassociate-hosted-zone':
    case 'delete-zone-records':
    case 'delete-hosted-zone':
      return route53Call(change);
    case 'enable-key':
    case 'cancel-key-deletion':
    case 'set-key-policy':
      return kmsCall(change);
    case 'restore-secret':
    case 'set-secret-key':
      return secretCall(change);
    case 'update-organization-policy':
      return {
        service: 'organizations',
        operation: 'UpdatePolicy',
        account: change.account,
        input: { PolicyId: change.policyId, Content: JSON.stringify(change.document) },
      };
    case 'request-quota-increase':
      return {
        service: 'service-quotas',
        operation: 'RequestServiceQuotaIncrease',
        account: change.account,
        region: change.region,
        input: {
          ServiceCode: change.serviceCode,
          QuotaCode: change.quotaCode,
          DesiredValue: change.desiredValue,
        },
      };
    case 'set-failure-policy':
      return failurePolicyCall(change);
    case 'set-image':
    case 'set-pull-policy':
      return kubernetesCall(change);
    case 'annotate-service-account':
      return {
        service: 'kubernetes',
        method: 'PATCH',
        path: `/api/v1/namespaces/${change.namespace}/serviceaccounts/${change.serviceAccount}`,
        contentType: 'application/strategic-merge-patch+json',
        body: { metadata: { annotations: change.annotations } },
      };
    case 'undo-rollout':
    case 'renew-pull-secret':
    case 'push-image':
    case 'configure-kubelet':
    case 'advice':
      return undefined;
  }
}

function kmsCall(change: KmsChange): AwsCall {
  const { account, region, key: KeyId } = change;
  const call = caller('kms', { account, region });
  switch (change.kind) {
    case 'enable-key':
      return call('EnableKey', { KeyId });
    case 'cancel-key-deletion':
      return call('CancelKeyDeletion', { KeyId });
    case 'set-key-policy':
      return call('PutKeyPolicy', {
        KeyId,
        PolicyName: 'default',
        Policy: JSON.stringify(change.document),
      });
  }
}

function secretCall(change: SecretsManagerChange): AwsCall {
  const { account, region, secret: SecretId } = change;
  const facts = { service: 'secretsmanager', account, region } as const;
  return change.kind === 'restore-secret'
    ? { ...facts, operation: 'RestoreSecret', input: { SecretId } }
    : { ...facts, operation: 'UpdateSecret', input: { SecretId, KmsKeyId: change.key } };
}

function kubernetesCall(
  change: Extract<KubernetesChange, { kind: 'set-image' | 'set-pull-policy' }>,
): KubernetesCall | undefined {
  const { namespace, workload } = change;
  const podSpec = podSpecPatch(change);
  if (podSpec === undefined) return undefined;
  const path = `${resourceOf(workload, namespace)}`;
  const body =
    workload.kind === 'Pod' ? { spec: podSpec } : { spec: { template: { spec: podSpec } } };
  return {
    service: 'kubernetes',
    method: 'PATCH',
    path,
    contentType: 'application/strategic-merge-patch+json',
    body,
  };
}

/** The patch of a pod's spec; undefined for fields that cannot be changed on a running pod. */
export function podSpecPatch(
  change: Extract<KubernetesChange, { kind: 'set-image' | 'set-pull-policy' }>,
): object | undefined {
  const isPod = ({ kind }: Workload) => kind === 'Pod';
  switch (change.kind) {
    case 'set-image':
      return { containers: [{ name: change.container, image: change.image }] };
    case 'set-pull-policy':
      return isPod(change.workload)
        ? undefined
        : { containers: [{ name: change.container, imagePullPolicy: change.policy }] };
  }
}
