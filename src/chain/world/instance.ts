import type { Place } from './place.ts';

export interface InstanceFacts {
  readonly accountId: string;
  /** ARN of the profile, if the instance has one. */
  readonly instanceProfile?: string;
}

export interface InstanceProfileFacts {
  /** ARN of the role in it, if it has one. */
  readonly role?: string;
}

/** @param id such as `i-0abc…`. */
export function instanceAt(id: string): Place<'instances'> {
  const permission = 'ec2:DescribeInstances on *';
  return { kind: 'instances', key: id, fact: `instance ${id}`, permission };
}

export function instanceProfileAt(arn: string): Place<'instanceProfiles'> {
  const permission = `iam:GetInstanceProfile on ${arn}`;
  return { kind: 'instanceProfiles', key: arn, fact: `instance profile ${arn}`, permission };
}
