import type { PlannedChange } from '../../actions/index.ts';
import type { Need } from '../../causes/need.ts';
import { compilePolicy, evaluateTrust, PolicyError } from '../../iam/index.ts';
import { accountOf, nameOf } from '../../names/arn.ts';
import { extended, readDocument } from '../../pull/index.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { RoleFacts } from '../world.ts';
import { setTrustPolicy } from './fixes.ts';
import { metadataOff } from './instance-metadata.ts';

const ec2Trust = {
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

/** The machine has a role, and EC2 may give it to the machine. */
export const nodeIdentity = linkOf('node-identity', ['scheduled', 'byNode'], (subject) => {
  const { pull, instance, profile, role } = subject;
  if (pull.kind === 'role') {
    if (role.state === 'absent') return notSeen(noSuchRole(pull.role));
    return holds(`the role was given: ${pull.role}`);
  }
  if (instance.state === 'unseen') return notSeen(instance.need);
  if (instance.state === 'absent') return notSeen(noSuchInstance(subject));
  if (instance.value.instanceProfile === undefined) return noProfile(subject);
  const metadata = metadataOff(subject, instance.value);
  if (metadata !== undefined) return metadata;
  if (profile.state === 'unseen') return notSeen(profile.need);
  const arn = instance.value.instanceProfile;
  if (profile.state === 'absent' || profile.value.role === undefined) return noRole(subject, arn);
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') return noRole(subject, arn);
  return checkTrust(role.value);
});

function noSuchRole(arn: string): Need {
  return {
    fact: `role ${arn}: its account has none of that name`,
    permission: 'the ARN of a role that exists',
  };
}

function noSuchInstance({ node }: Subject): Need {
  const id = node.state === 'known' ? node.value.providerId : '';
  return {
    fact: `the machine of the node: no account that may be read has ${id}`,
    permission:
      "ec2:DescribeInstances in the cluster's account: name a profile for it with --profile",
  };
}

function noProfile({ world, node }: Subject): LinkOutcome {
  const id = node.state === 'known' ? nameOf(node.value.providerId) : '';
  const candidates = Object.entries(world.instanceProfiles).filter(
    ([, fact]) => fact.state === 'known' && fact.value.role !== undefined,
  );
  const [only] = candidates.length === 1 ? candidates : [];
  return broken(
    'HW0601',
    `instance ${id} has no instance profile, so there is no role to pull with`,
    {
      text: 'Associate an instance profile whose role may pull from ECR; then fix the launch template that made the node.',
      ...(only === undefined ? {} : { changes: [associate(id, only[0], node)] }),
    },
  );
}

function associate(instanceId: string, profileArn: string, node: Subject['node']): PlannedChange {
  const zone = node.state === 'known' ? (node.value.providerId.split('/')[3] ?? '') : '';
  const [region] = /^[a-z]+(?:-[a-z]+)+-\d+/.exec(zone) ?? [];
  return {
    kind: 'associate-instance-profile',
    account: accountOf(profileArn) ?? '',
    ...(region === undefined ? {} : { region }),
    instanceId,
    profileArn,
    reversibility: 'reversible',
  };
}

function noRole({ world }: Subject, profile: string): LinkOutcome {
  const account = accountOf(profile) ?? '';
  const candidates = Object.values(world.roles).flatMap((fact) =>
    fact.state === 'known' && accountOf(fact.value.arn) === account && trustsEc2(fact.value)
      ? [fact.value.arn]
      : [],
  );
  const namesake = candidates.find((arn) => nameOf(arn) === nameOf(profile));
  const role = namesake ?? (candidates.length === 1 ? candidates[0] : undefined);
  return broken('HW0602', `instance profile ${nameOf(profile)} contains no role`, {
    text: 'Add the node role to the instance profile.',
    ...(role === undefined
      ? {}
      : {
          changes: [
            {
              kind: 'add-role-to-instance-profile',
              account,
              profileName: nameOf(profile),
              roleName: nameOf(role),
              reversibility: 'reversible',
            },
          ],
        }),
  });
}

function checkTrust(role: RoleFacts): LinkOutcome {
  if (trustsEc2(role)) return holds(`the node has role ${nameOf(role.arn)}, which EC2 may assume`);
  const document = extended(readDocument(role.trust), ec2Trust);
  return broken(
    'HW0604',
    `the trust policy of ${nameOf(role.arn)} does not allow ec2.amazonaws.com`,
    {
      text: 'Let ec2.amazonaws.com assume the role.',
      changes: [setTrustPolicy(role, document)],
    },
  );
}

function trustsEc2({ arn, trust }: RoleFacts): boolean {
  const request = {
    principal: { type: 'Service', value: 'ec2.amazonaws.com' },
    action: 'sts:AssumeRole',
    roleArn: arn,
    context: {},
  } as const;
  try {
    return evaluateTrust(request, compilePolicy(trust, 'trust')).decision === 'allowed';
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}
