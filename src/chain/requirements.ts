import type { EcrImage } from '../names/ecr-image.ts';
import type { Fact } from './fact.ts';
import { notSeen, skipped } from './outcomes.ts';
import type { LinkOutcome } from './proof.ts';
import { secretsFor } from './secrets.ts';
import type { Subject } from './subject.ts';
import type {
  ImageFacts,
  InterfaceFacts,
  NetworkFacts,
  NodeFacts,
  PodFacts,
  RepositoryFacts,
  RoleFacts,
} from './world.ts';

type Known<Value> = Extract<Fact<Value>, { state: 'known' }>;

/** What a link may require, and what its check then has for certain. */
export interface Met {
  /** The image is one of a private ECR registry. */
  readonly place: EcrImage;
  readonly repository: Known<RepositoryFacts>;
  readonly imageFacts: Known<ImageFacts>;
  readonly role: Known<RoleFacts>;
  /** It is a pod that pulls. */
  readonly pod: Known<PodFacts>;
  /** It is a pod that pulls, on a node. */
  readonly node: Known<NodeFacts>;
  /** The interface by which the node's connections leave, and its VPC. */
  readonly networkInterface: Known<InterfaceFacts>;
  readonly network: Known<NetworkFacts>;
  /** The node pulls with its own role: no Secret of the pod works. */
  readonly byNode: unknown;
  /** If it is a pod that pulls, it is bound to a node. */
  readonly scheduled: unknown;
}

export type Requirement = keyof Met;

/** What becomes of a link whose requirement is not met; undefined where it is. */
const outcomes: Readonly<Record<Requirement, (subject: Subject) => LinkOutcome | undefined>> = {
  place: ({ place }) =>
    place === undefined ? skipped('the image is not in a private ECR registry') : undefined,
  repository: ({ repository }) => unlessKnown(repository, 'there is no repository'),
  imageFacts: ({ imageFacts }) => unlessKnown(imageFacts, 'there is no image'),
  role: ({ role }) => unlessKnown(role, 'there is no role to pull with'),
  pod: ({ pull, pod }) => {
    if (pull.kind !== 'pod') return skipped('no pod: the role itself is asked about');
    return unlessKnown(pod, `there is no pod ${pull.namespace}/${pull.pod}`);
  },
  node: ({ pull, node }) => {
    if (pull.kind !== 'pod') return skipped('no node: the role itself is asked about');
    return unlessKnown(node, 'the pod is not bound to a node yet');
  },
  networkInterface: (subject) => unlessInVpc(subject, subject.networkInterface),
  network: (subject) => unlessInVpc(subject, subject.network),
  byNode: (subject) =>
    secretsFor(subject).working === undefined ? undefined : skipped('the pod pulls with a Secret'),
  scheduled: ({ pull, node }) =>
    pull.kind === 'pod' && node.state === 'absent' ? notSeen(notScheduled) : undefined,
};

/** Every instance of EC2 is in a VPC: one that was not found was not seen. A complete world may have none. */
function unlessInVpc({ world }: Subject, fact: Fact<unknown>): LinkOutcome | undefined {
  if (fact.state === 'absent' && !world.complete) return notSeen(noInterface);
  return unlessKnown(fact, 'the node is in no VPC');
}

const noInterface = {
  fact: 'the network interface of the instance, or its VPC',
  permission: "ec2:DescribeInstances and ec2:DescribeVpcs in the cluster's account",
};

const notScheduled = {
  fact: 'the node of the pod: it is not bound to one',
  permission: 'a scheduled pod (its events say why it is not)',
};

/** The outcome of the first requirement that is not met. */
export function unmet(subject: Subject, requires: readonly Requirement[]): LinkOutcome | undefined {
  for (const requirement of requires) {
    const outcome = outcomes[requirement](subject);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function unlessKnown(fact: Fact<unknown>, ifAbsent: string): LinkOutcome | undefined {
  if (fact.state === 'unseen') return notSeen(fact.need);
  return fact.state === 'absent' ? skipped(ifAbsent) : undefined;
}
