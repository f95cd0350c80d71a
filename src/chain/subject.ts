import { decidingPrefix } from '../ecr/upstreams.ts';
import { nameOf } from '../names/arn.ts';
import { type EcrImage, ecrImageOf } from '../names/ecr-image.ts';
import { InvalidReference } from '../names/errors.ts';
import { parseReference, type Reference, withDefaultTag } from '../names/reference.ts';
import type { Platform } from '../oci/platform.ts';
import { clientMachineOf, follow, isOwnless, takesRoleOfNode } from './client-machine.ts';
import { type Fact, known, unseen } from './fact.ts';
import { withPortErrors } from './port-errors.ts';
import type { Pull } from './pull.ts';
import { tokenWayOf } from './pull-tokens.ts';
import {
  type ContainerFacts,
  cachePrefixesAt,
  hybridRoleOf,
  type ImageFacts,
  type InstanceFacts,
  type InstanceProfileFacts,
  type InterfaceFacts,
  imageAt,
  instanceAt,
  instanceProfileAt,
  interfaceAt,
  lookUp,
  type NetworkFacts,
  type NodeFacts,
  networkAt,
  nodeAt,
  type PodFacts,
  podAt,
  type RepositoryFacts,
  type RoleFacts,
  repositoryAt,
  roleAt,
  type ServiceAccountFacts,
  serviceAccountAt,
  type World,
} from './world.ts';

/** Everything about one pull that the links look at, gathered from the world. */
export interface Subject {
  readonly world: World;
  readonly pull: Pull;
  /** The image as the pod or the user wrote it; undefined when the pod was not seen. */
  readonly image: string | undefined;
  readonly reference: Reference | InvalidReference | undefined;
  /** Undefined when the image is not one of a private ECR registry. */
  readonly place: EcrImage | undefined;
  readonly pod: Fact<PodFacts>;
  /** Of a client inside the cluster that pulls. */
  readonly serviceAccount: Fact<ServiceAccountFacts>;
  readonly container: ContainerFacts | undefined;
  readonly node: Fact<NodeFacts>;
  readonly instance: Fact<InstanceFacts>;
  /** The interface by which the instance's connections leave, and the VPC that it is in. */
  readonly networkInterface: Fact<InterfaceFacts>;
  readonly network: Fact<NetworkFacts>;
  readonly profile: Fact<InstanceProfileFacts>;
  readonly role: Fact<RoleFacts>;
  readonly repository: Fact<RepositoryFacts>;
  readonly imageFacts: Fact<ImageFacts>;
  /** What the image has to run on; undefined when nothing says so. */
  readonly platform: Platform | undefined;
}

/** Gathers what the world knows about a pull. */
export function subjectOf(pull: Pull, world: World): Subject {
  const pod = podOf(pull, world);
  const container =
    pull.kind === 'pod' && pod.state === 'known'
      ? pod.value.containers.find(({ name }) => name === pull.container)
      : undefined;
  const image = pull.kind === 'pod' ? container?.image : pull.image;
  const reference = image === undefined ? undefined : read(image);
  const place =
    reference === undefined || reference instanceof InvalidReference
      ? undefined
      : ecrImageOf(reference);
  const machine = machineOf(pull, pod, world, place);
  const network = withPortErrors({ world, pod, container, image, network: machine.network });
  return {
    world,
    pull,
    image,
    reference,
    place,
    pod,
    container,
    ...machine,
    network,
    repository: repositoryOf(place, world),
    imageFacts: imageOf(place, world),
    platform: machine.node.state === 'known' ? machine.node.value.platform : undefined,
  };
}

function read(image: string): Reference | InvalidReference {
  try {
    return withDefaultTag(parseReference(image));
  } catch (error) {
    if (error instanceof InvalidReference) return error;
    throw error;
  }
}

function podOf(pull: Pull, world: World): Fact<PodFacts> {
  if (pull.kind !== 'pod') return { state: 'absent' };
  return lookUp(world, podAt(pull.namespace, pull.pod));
}

type Machine = Pick<
  Subject,
  'node' | 'instance' | 'networkInterface' | 'network' | 'profile' | 'role' | 'serviceAccount'
>;

const none = { state: 'absent' } as const;
const noMachine: Machine = {
  node: none,
  instance: none,
  networkInterface: none,
  network: none,
  profile: none,
  role: none,
  serviceAccount: none,
};

/**
 * From the pod to the role that pulls for it: of Fargate, the pod execution role; else node, instance, instance profile,
 * role.
 */
function machineOf(
  pull: Pull,
  pod: Fact<PodFacts>,
  world: World,
  place: EcrImage | undefined,
): Machine {
  if (pull.kind === 'role' || pull.kind === 'push') {
    return { ...noMachine, role: roleOf(pull.role, world) };
  }
  if (pull.kind === 'service-account') {
    const { namespace, serviceAccount: name } = pull;
    const serviceAccount = lookUp(world, serviceAccountAt(namespace, name));
    if (isOwnless(serviceAccount)) {
      const machine = clientMachineOf(serviceAccount, world);
      const role = takesRoleOfNode(machine) ? roleIn(machine.profile, world) : none;
      return { ...noMachine, serviceAccount, role };
    }
    const role = follow(serviceAccount, ({ annotatedRole, associatedRole }) =>
      annotatedRole === undefined
        ? follow(associatedRole, (arn) => roleOf(arn, world))
        : roleOf(annotatedRole, world),
    );
    return { ...noMachine, serviceAccount, role };
  }
  const node = follow(pod, ({ node: name }) =>
    name === undefined ? { state: 'absent' } : lookUp(world, nodeAt(name)),
  );
  if (pod.state === 'known' && pod.value.fargate !== undefined) {
    const { role } = pod.value.fargate;
    const hidden = unseen(
      'the network interface of the pod on Fargate',
      'ec2:DescribeNetworkInterfaces, which Hawser asks for instances only',
    );
    const machine = { ...noMachine, node, networkInterface: hidden, network: hidden };
    return { ...machine, role: follow(role, (arn) => roleOf(arn, world)) };
  }
  const hybrid = node.state === 'known' ? hybridRoleOf(node.value) : undefined;
  if (hybrid !== undefined) {
    return { ...noMachine, node, role: follow(hybrid, (arn) => roleOf(arn, world)) };
  }
  const id = follow(node, ({ providerId }) => known(nameOf(providerId)));
  const instance = follow(id, (name) => lookUp(world, instanceAt(name)));
  const networkInterface = follow(id, (name) => lookUp(world, interfaceAt(name)));
  const network = follow(networkInterface, ({ vpcId }) => lookUp(world, networkAt(vpcId)));
  const profile = follow(instance, ({ instanceProfile: arn }) =>
    arn === undefined ? { state: 'absent' } : lookUp(world, instanceProfileAt(arn)),
  );
  const way = tokenWayOf(pod, node, place);
  const role =
    way?.kind === 'role'
      ? roleOf(way.role, world)
      : way?.kind === 'unseen'
        ? { state: 'unseen' as const, need: way.need }
        : roleIn(profile, world);
  return { ...noMachine, node, instance, networkInterface, network, profile, role };
}

function roleIn(profile: Fact<InstanceProfileFacts>, world: World): Fact<RoleFacts> {
  return follow(profile, ({ role: arn }) =>
    arn === undefined ? { state: 'absent' } : roleOf(arn, world),
  );
}

function roleOf(arn: string, world: World): Fact<RoleFacts> {
  return lookUp(world, roleAt(arn));
}

function repositoryOf(place: EcrImage | undefined, world: World): Fact<RepositoryFacts> {
  if (place === undefined) return { state: 'absent' };
  return throughCache(lookUp(world, repositoryAt(place)), place, world);
}

function imageOf(place: EcrImage | undefined, world: World): Fact<ImageFacts> {
  if (place === undefined) return { state: 'absent' };
  return throughCache(lookUp(world, imageAt(place)), place, world);
}

/**
 * What is not in the registry may still come from the upstream of a pull-through cache rule: only a pull
 * imports it, so until then it is unseen rather than absent (ECR User Guide, "Pull through cache").
 */
function throughCache<Value>(fact: Fact<Value>, place: EcrImage, world: World): Fact<Value> {
  if (fact.state !== 'absent') return fact;
  const rule = cacheRuleOf(place, world);
  if (rule.state !== 'known') return rule;
  return unseen(
    `${place.name} at the upstream of cache rule ${rule.value}`,
    'a pull: nothing else imports it',
  );
}

/** The prefix of the pull-through cache rule that fills a repository. */
export function cacheRuleOf(place: EcrImage, world: World): Fact<string> {
  return follow(lookUp(world, cachePrefixesAt(place)), (all): Fact<string> => {
    const covering = decidingPrefix(all, place.name);
    return covering === undefined ? { state: 'absent' } : { state: 'known', value: covering };
  });
}
