import type { PlannedChange } from '../../actions/index.ts';
import type { Need } from '../../causes/need.ts';
import { accountOf, nameOf } from '../../names/arn.ts';
import type { Fact } from '../fact.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { roleAnnotation, tokenWayOf } from '../pull-tokens.ts';
import type { Subject } from '../subject.ts';
import { type FargateFacts, hybridRoleOf } from '../world.ts';
import { checkServiceAccount } from './in-cluster-puller.ts';
import { metadataOff } from './instance-metadata.ts';
import { noSuchRole } from './no-such-role.ts';
import { checkAssumer, ec2, fargate, mayAssume, rolesAnywhere, ssm } from './puller-trust.ts';

/** The machine has a role, and EC2 may give it to the machine. */
export const nodeIdentity = linkOf('node-identity', ['scheduled', 'byNode'], (subject) => {
  const { pull, pod, node, instance, profile, role } = subject;
  if (pull.kind === 'role') {
    if (role.state === 'absent') return noSuchRole(pull.role, 'name one that exists with --as');
    return holds(`the role was given: ${pull.role}`);
  }
  if (pull.kind === 'service-account') return checkServiceAccount(subject, pull);
  const { fargate: onFargate } = pod.state === 'known' ? pod.value : {};
  if (onFargate !== undefined) return checkFargate(onFargate, role);
  const way = tokenWayOf(pod, node, subject.place);
  if (way?.kind === 'role') return byToken(way.role, role);
  if (way?.kind === 'unseen') return notSeen(way.need);
  const hybrid = node.state === 'known' ? hybridRoleOf(node.value) : undefined;
  if (hybrid !== undefined) return checkHybrid(hybrid, role);
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
  return checkAssumer(
    role.value,
    ec2,
    `the node has role ${nameOf(role.value.arn)}, which EC2 may assume`,
  );
});

/** The kubelet gives the provider a token of the pod's service account: nothing of the machine counts then (KEP-4412). */
function byToken(arn: string, role: Subject['role']): LinkOutcome {
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') {
    return noSuchRole(arn, `name one that exists in the annotation ${roleAnnotation}`);
  }
  return holds(`the pod's service account pulls with ${nameOf(arn)}`);
}

function noSuchInstance({ node }: Subject): Need {
  const id = node.state === 'known' ? node.value.providerId : '';
  return {
    fact: `instance ${id}: it is in none of the accounts that were read`,
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
    fact.state === 'known' && accountOf(fact.value.arn) === account && mayAssume(fact.value, ec2)
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

/** Fargate pulls with the role of the profile, whatever the pod's service account has (EKS User Guide, "Pod execution role"). */
function checkFargate({ profile, role: arn }: FargateFacts, role: Subject['role']): LinkOutcome {
  if (arn.state === 'unseen') return notSeen(arn.need);
  if (arn.state === 'absent') {
    return notSeen({
      fact: `Fargate profile ${profile}: the cluster has none of that name any more`,
      permission: 'a pod that is made anew, under a profile that exists',
    });
  }
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') {
    return noSuchRole(
      arn.value,
      `make a Fargate profile with one that exists: the role of ${profile} cannot be changed`,
    );
  }
  const name = nameOf(role.value.arn);
  return checkAssumer(
    role.value,
    fargate,
    `Fargate pulls with ${name}, the pod execution role of profile ${profile}`,
  );
}

/** Outside EC2, SSM or IAM Roles Anywhere gives the node its role (EKS User Guide, "EKS Hybrid Nodes"). */
function checkHybrid(hybrid: Fact<string>, role: Subject['role']): LinkOutcome {
  if (hybrid.state === 'unseen') return notSeen(hybrid.need);
  if (hybrid.state === 'absent') {
    return notSeen({
      fact: `the role of the hybrid node: no access entry of the cluster has the type HYBRID_LINUX`,
      permission: 'the ConfigMap aws-auth, or the node itself; name the role with --as',
    });
  }
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') {
    return noSuchRole(hybrid.value, 'have the node join again with one that exists');
  }
  const holding = `the hybrid node pulls with ${nameOf(role.value.arn)}, the role of the cluster's hybrid nodes`;
  const byAnchor = mayAssume(role.value, rolesAnywhere, 'favour');
  return byAnchor ? holds(holding) : checkAssumer(role.value, ssm, holding);
}
