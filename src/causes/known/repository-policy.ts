import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const repositoryPolicy: readonly CauseEntry[] = [
  {
    number: 1,
    title: "the repository has no policy that lets another account's role in",
    fix: "Allow the role, or its account, in the repository's policy.",
    shows: shows.repositoryPolicy,
  },
  {
    number: 2,
    title: 'the repository lets the role in, but no policy of the role grants the pull',
    fix: "Allow the pull in the role's own account, too.",
    shows: shows.rolePolicies,
  },
  {
    number: 3,
    title: 'the repository policy allows others, but not this role',
    fix: "Name the role's own ARN as the principal: not a session's, not another account's.",
    shows: shows.repositoryPolicy,
  },
  {
    number: 4,
    title: 'the repository policy lets the role read the manifest, but no layer',
    fix: 'Allow ecr:GetDownloadUrlForLayer in it as well.',
    shows: shows.repositoryPolicy,
  },
  {
    number: 5,
    title: "the repository policy grants the token, which only the identity's policy can",
    fix: 'Allow ecr:GetAuthorizationToken on * to the role.',
    shows: shows.rolePolicies,
  },
  {
    number: 6,
    title: 'the repository policy denies the pull explicitly',
    fix: 'Take the role out of the denying statement.',
    shows: shows.repositoryPolicy,
  },
  {
    number: 7,
    title: 'the repository policy has a condition on the organization that is not met',
    fix: 'Correct aws:PrincipalOrgID or the paths.',
    shows: shows.repositoryPolicy,
  },
  {
    number: 8,
    title: 'the repository policy has a condition on the network that is not met',
    fix: 'Change the condition, or the endpoint or address that the nodes call from.',
    shows: shows.repositoryPolicy,
  },
  {
    number: 9,
    title: 'the repository policy holds the id of a role that was deleted, or made again',
    fix: "Set the policy again with the role's ARN.",
    shows: shows.repositoryPolicy,
  },
  {
    number: 10,
    title: 'the policy is set on other repositories, not on this one',
    fix: 'Set it on each, or with a creation template.',
    shows: shows.repositoryPolicy,
  },
  {
    number: 11,
    title: "the Terraform module's policy allows only its own account",
    fix: 'Set repository_read_access_arns.',
    shows: shows.repositoryPolicy,
  },
  {
    number: 12,
    title: 'the policy lets in a service, not the nodes',
    fix: 'Add the role or its account as a principal.',
    shows: shows.repositoryPolicy,
  },
];
