import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const iamPolicy: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'no policy of the role grants ecr:GetAuthorizationToken',
    fix: 'Attach AmazonEC2ContainerRegistryPullOnly, or allow ecr:GetAuthorizationToken on *.',
    shows: shows.rolePolicies,
  },
  {
    number: 2,
    title: 'ecr:GetAuthorizationToken is granted on a repository instead of *',
    fix: 'Allow ecr:GetAuthorizationToken on *: the action knows no resources.',
    shows: shows.rolePolicies,
  },
  {
    number: 3,
    title: 'no policy of the role grants ecr:BatchGetImage on the repository',
    fix: 'Allow ecr:BatchGetImage on the repository.',
    shows: shows.rolePolicies,
  },
  {
    number: 4,
    title: 'no policy of the role grants ecr:GetDownloadUrlForLayer on the repository',
    fix: 'Allow ecr:GetDownloadUrlForLayer on the repository.',
    shows: shows.rolePolicies,
  },
  {
    number: 5,
    title: "the policy's resource is not the ARN of this repository",
    fix: 'Correct account, Region, partition or the repository/ part of the ARN.',
    shows: shows.rolePolicies,
  },
  {
    number: 6,
    title: "the policy's wildcard does not reach this repository",
    fix: 'Widen it, such as repository/app* for nested names.',
    shows: shows.rolePolicies,
  },
  {
    number: 7,
    title: "the policy leaves out the registries of EKS's add-ons",
    fix: "Add the registry of the Region's add-ons, or use * for the pull actions.",
    shows: shows.rolePolicies,
  },
  {
    number: 8,
    title: 'a policy of the role denies the pull explicitly',
    fix: 'Take the pull out of the denying statement.',
    shows: shows.rolePolicies,
  },
  {
    number: 9,
    title: "the role's permissions boundary does not allow the pull",
    fix: "Add ECR's pull actions to the boundary.",
    shows: shows.role,
  },
  {
    number: 10,
    title: 'a service control policy denies the pull',
    fix: 'Exempt ECR or the role in the service control policy.',
    shows: shows.servicePolicies,
  },
  {
    number: 11,
    title: "a resource control policy of the registry's organization denies the pull",
    fix: 'Exempt the caller in the resource control policy.',
    shows: shows.resourcePolicies,
  },
  {
    number: 12,
    title: 'a condition on tags is not met',
    fix: 'Tag the repository as the condition wants, or change the condition.',
    shows: shows.rolePolicies,
  },
  {
    number: 13,
    title: 'a condition on the network is not met',
    fix: 'Change the condition or the network path: the endpoint, VPC or address that the node calls from.',
    shows: shows.rolePolicies,
  },
  {
    number: 14,
    title: 'the attached managed policy cannot import through a cache rule',
    fix: 'Attach AmazonEC2ContainerRegistryPullOnly in its place.',
    shows: shows.rolePolicies,
  },
  {
    number: 15,
    title: "a managed policy's ARN is of another partition",
    fix: 'Use arn:aws-cn or arn:aws-us-gov there.',
    shows: shows.rolePolicies,
  },
  {
    number: 16,
    title: 'the change in IAM has not spread yet',
    fix: 'Try again after a minute.',
    shows: shows.denial,
  },
  {
    number: 17,
    title: 'the role of an Auto Mode node may not pull',
    fix: 'Attach AmazonEKSWorkerNodeMinimalPolicy and AmazonEC2ContainerRegistryPullOnly.',
    shows: shows.rolePolicies,
  },
  {
    number: 18,
    title: "the pull was allowed to the cluster's role, not to the node's",
    fix: "Move the policy to the node's role.",
    shows: shows.rolePolicies,
  },
  {
    number: 19,
    title: 'the caller lacks a permission that a pull itself does not take',
    fix: "Allow the action that the denial names to the caller; the image's own pull is another matter.",
    shows: shows.rolePolicies,
    notOurs: 'another step than the pull is refused',
  },
];
