import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const credentialProvider: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the credential provider failed, and the kubelet went on without credentials',
    fix: "Read its error in the kubelet's log and correct what it names.",
    shows: shows.kubeletLog,
  },
  {
    number: 2,
    title: 'the service account lacks an annotation that the credential provider requires',
    fix: "Annotate the service account as the provider's configuration says.",
    shows: shows.serviceAccount,
  },
  {
    number: 3,
    title: 'the kubelet may not fetch a service account token for this audience',
    fix: 'Allow the audience to nodes with an RBAC rule.',
    shows: shows.kubeletLog,
  },
  {
    number: 4,
    title: "STS refuses the service account's token",
    fix: "Correct subject and audience in the role's trust policy, or create the OIDC provider.",
    shows: shows.federation,
  },
  {
    number: 5,
    title: "no role is named for the service account, so the node's is used",
    fix: 'Set the annotation eks.amazonaws.com/ecr-role-arn, or AWS_ECR_ROLE_ARN.',
    shows: shows.serviceAccount,
  },
  {
    number: 6,
    title: "the credential provider waits for ECR's API, which the node does not reach",
    fix: 'Create the endpoint com.amazonaws.<region>.ecr.api, or a route to the internet.',
    shows: shows.endpoints,
  },
  {
    number: 7,
    title: 'the node has no token for ECR Public, and anonymous pulls are limited',
    fix: 'Attach AmazonElasticContainerRegistryPublicReadOnly, or cache the images.',
    shows: shows.rolePolicies,
  },
];
