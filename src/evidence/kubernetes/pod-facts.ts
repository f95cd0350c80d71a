import type { V1Container, V1ContainerState, V1Pod } from '@kubernetes/client-node';
import { unseen } from '../../chain/fact.ts';
import { roleAnnotation } from '../../chain/pull-tokens.ts';
import type { ContainerFacts, PodFacts } from '../../chain/world.ts';
import { withoutSecrets } from '../../symptoms/secrets.ts';
import type { Origin } from './owner.ts';

/** Annotation by which IRSA gives a role to a service account's pods. */
const irsa = 'eks.amazonaws.com/role-arn';

/** A pod, or what would be one, as facts. */
export function podFacts(
  { metadata, spec, status }: V1Pod,
  { owner, templateImages }: Origin,
  annotations: Readonly<Record<string, string>> | undefined,
  events: readonly string[],
): PodFacts {
  const containers = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ];
  const statuses = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    ...(spec?.nodeName === undefined ? {} : { node: spec.nodeName }),
    serviceAccount: spec?.serviceAccountName ?? 'default',
    containers: containers.map((container) =>
      containerFacts(
        container,
        statuses.find(({ name }) => name === container.name)?.state,
        templateImages[container.name],
      ),
    ),
    ...(owner === undefined ? {} : { owner }),
    ...rolesIn(annotations),
    ...fargateOf(metadata?.labels),
    ...(events.length === 0 ? {} : { events }),
    imagePullSecrets: (spec?.imagePullSecrets ?? []).flatMap(({ name }) => name ?? []),
  };
}

type OfServiceAccount = Pick<
  PodFacts,
  'serviceAccountRole' | 'serviceAccountAnnotations' | 'pullRole'
>;

/** The roles that they name; whether tokens of the account are taken for the one to pull with is looked up in AWS. */
function rolesIn(annotations: Readonly<Record<string, string>> | undefined): OfServiceAccount {
  if (annotations === undefined) return {};
  const serviceAccountRole = annotations[irsa];
  const role = annotations[roleAnnotation];
  const hidden = unseen('the issuer of tokens of the cluster', 'eks:DescribeCluster');
  return {
    serviceAccountAnnotations: Object.keys(annotations).sort(),
    ...(serviceAccountRole === undefined ? {} : { serviceAccountRole }),
    ...(role === undefined ? {} : { pullRole: { role, issuer: hidden, audiences: hidden } }),
  };
}

/** EKS labels what it puts on Fargate with the profile; its role is looked up in AWS. */
function fargateOf(labels: Readonly<Record<string, string>> = {}): Pick<PodFacts, 'fargate'> {
  const profile = labels['eks.amazonaws.com/fargate-profile'];
  if (profile === undefined) return {};
  const need = [
    `pod execution role of Fargate profile ${profile}`,
    'eks:DescribeFargateProfile',
  ] as const;
  return { fargate: { profile, role: unseen(...need) } };
}

function containerFacts(
  { name, image, imagePullPolicy }: Pick<V1Container, 'name' | 'image' | 'imagePullPolicy'>,
  state: V1ContainerState | undefined,
  templateImage: string | undefined,
): ContainerFacts {
  const waiting = state?.waiting;
  const facts = {
    name,
    image: image ?? '',
    ...(templateImage === undefined || templateImage === image ? {} : { templateImage }),
    imagePullPolicy: imagePullPolicy ?? 'IfNotPresent',
    ...(state?.running === undefined ? {} : { running: true }),
    ...(state?.terminated === undefined ? {} : { ended: true }),
  };
  if (waiting?.reason === undefined) return facts;
  return {
    ...facts,
    waiting: { reason: waiting.reason, message: withoutSecrets(waiting.message ?? '') },
  };
}
