import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const nodeIdentity: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the instance has no instance profile',
    fix: "Associate an instance profile with the node's role, and correct the launch template.",
    shows: shows.instance,
  },
  {
    number: 2,
    title:
      'there is no role to pull with: it does not exist, or the instance profile contains none',
    fix: "Add the node's role to the instance profile, or name a role that exists.",
    shows: shows.profile,
  },
  {
    number: 3,
    title: 'the node runs under another role than the one that was changed',
    fix: 'Change the role that the denial or the instance names.',
    shows: shows.instance,
  },
  {
    number: 4,
    title: "the role's trust policy does not let whoever pulls assume it",
    fix: 'Let ec2.amazonaws.com assume the role in its trust policy.',
    shows: shows.role,
  },
  {
    number: 5,
    title: 'the instance metadata service is switched off',
    fix: 'Switch it on: aws ec2 modify-instance-metadata-options --http-endpoint enabled.',
    shows: shows.instance,
  },
  {
    number: 6,
    title: 'something on the node blocks the instance metadata',
    fix: 'Let the kubelet reach 169.254.169.254: no firewall before it, and the address in NO_PROXY. The hop limit matters only to clients in containers, which need 2.',
    shows: shows.path,
  },
  {
    number: 7,
    title: 'the repository policy names a role that was deleted and made again',
    fix: "Put the role's ARN into the policy again: it now holds the old role's id.",
    shows: shows.repositoryPolicy,
    sameAs: 'RPOL-09',
  },
  {
    number: 8,
    title: 'static keys on the node take the place of its role',
    fix: "Remove the keys from the kubelet's environment and from root's AWS files.",
    shows: shows.kubeletLog,
  },
];
