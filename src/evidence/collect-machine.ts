import { clientMachineOf, isOwnless } from '../chain/client-machine.ts';
import { unseen } from '../chain/fact.ts';
import type { Pull } from '../chain/pull.ts';
import { subjectOf } from '../chain/subject.ts';
import { hybridRoleOf, type World } from '../chain/world.ts';
import type { EcrImage } from '../names/ecr-image.ts';
import type { Access } from './aws/accounts.ts';
import { observeInstance, regionOfZone } from './aws/machine.ts';
import { observeInstanceProfile, observeInstanceProfiles } from './aws/role.ts';
import type { Sources } from './collect.ts';

/** The instance behind the pod's node, and the profile that it carries. */
export async function collectInstance(
  pull: Pull,
  world: World,
  { accounts }: Sources,
  place: EcrImage | undefined,
): Promise<World> {
  const { node } = machineUnder(pull, world);
  const match = node.state === 'known' ? /\/([^/]+)\/(i-[^/]+)$/.exec(node.value.providerId) : null;
  if (match === null) return world;
  const [, zone = '', id = ''] = match;
  const account = node.state === 'known' ? node.value.accountId : undefined;
  const candidates = account === undefined ? [...accounts.ids, place?.registryId ?? ''] : [account];
  const accesses: Access[] = [...new Set(candidates)].map((each) => accounts.access(each));
  const machine = await observeInstance(accesses, id, regionOfZone(zone));
  const found = machine.instance;
  // An instance is somewhere: where it was not found is not where it is.
  const instance =
    found.state === 'absent' && account === undefined
      ? unseen(
          `instance ${id}, which is in none of the accounts that were looked at`,
          "ec2:DescribeInstances in the cluster's account: name a profile for it with --profile",
        )
      : found;
  const seen: World = {
    ...world,
    instances: { [id]: instance },
    interfaces: { [id]: instance.state === 'unseen' ? instance : machine.interface },
  };
  if (instance.state !== 'known') return seen;
  const { accountId, instanceProfile: profile } = instance.value;
  const access = accounts.access(accountId);
  return {
    ...seen,
    // Without a profile, those that the account has are what a fix can choose from.
    instanceProfiles:
      profile === undefined
        ? await observeInstanceProfiles(access)
        : { [profile]: await observeInstanceProfile(access, profile) },
  };
}

/** The machine of the pod, or that under a client which may take its role. */
function machineUnder(pull: Pull, world: World) {
  const subject = subjectOf(pull, world);
  return isOwnless(subject.serviceAccount)
    ? clientMachineOf(subject.serviceAccount, world)
    : subject;
}

/** The role that pulls, whether it is there or not. */
export function roleArnOf(pull: Pull, world: World): string | undefined {
  if (pull.kind === 'role' || pull.kind === 'push') return pull.role;
  const { serviceAccount, pod, node } = subjectOf(pull, world);
  if (serviceAccount.state === 'known') {
    const { annotatedRole, associatedRole } = serviceAccount.value;
    const own =
      annotatedRole ?? (associatedRole.state === 'known' ? associatedRole.value : undefined);
    return own ?? (isOwnless(serviceAccount) ? roleInProfile(pull, world) : undefined);
  }
  const fargate = pod.state === 'known' ? pod.value.fargate : undefined;
  if (fargate !== undefined) return fargate.role.state === 'known' ? fargate.role.value : undefined;
  const hybrid = node.state === 'known' ? hybridRoleOf(node.value) : undefined;
  if (hybrid !== undefined) return hybrid.state === 'known' ? hybrid.value : undefined;
  return roleInProfile(pull, world);
}

/** The role in the node's profile; of an empty profile, the role of the same name that may belong there. */
function roleInProfile(pull: Pull, world: World): string | undefined {
  const { profile, instance } = machineUnder(pull, world);
  if (profile.state !== 'known' || instance.state !== 'known') return undefined;
  return (
    profile.value.role ?? instance.value.instanceProfile?.replace(':instance-profile/', ':role/')
  );
}
