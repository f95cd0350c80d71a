import { nameOf } from '../../names/arn.ts';
import { proveSide, pullQuestionOf } from '../pull-question.ts';
import type { Subject } from '../subject.ts';
import { lookUp, type OtherRole, type RoleFacts, roleAt } from '../world.ts';

/** That another role than the one that pulls has the grant. */
export interface Meant {
  readonly code: string;
  readonly why: string;
  readonly advice: string;
}

/** Most telling first: whoever gave a pod's role the right to pull meant this pod. */
const order: readonly OtherRole['of'][] = ['service account', 'node group', 'auto mode', 'cluster'];

/**
 * Finds a role that could pull the image, was it the one that pulls: of the pod's service account, of its node group, or of
 * the cluster. A role that may do anything says nothing of what was meant: one of its policies has to name ECR.
 * @param puller ARN of the role that pulls.
 */
export function roleMeantInstead(subject: Subject, puller: string): Meant | undefined {
  const { pod } = subject;
  const others = pod.state === 'known' ? (pod.value.otherRoles ?? []) : [];
  const able = others.filter(({ role }) => {
    if (role.state !== 'known' || role.value === puller) return false;
    const facts = lookUp(subject.world, roleAt(role.value));
    return facts.state === 'known' && mayPull(subject, facts.value);
  });
  const [found] = able.toSorted((a, b) => order.indexOf(a.of) - order.indexOf(b.of));
  return found?.role.state === 'known' ? told(found, nameOf(found.role.value)) : undefined;
}

function mayPull(subject: Subject, role: RoleFacts): boolean {
  const namesEcr = role.policies.some(({ document }) => /"ecr:/i.test(document));
  return namesEcr && proveSide(pullQuestionOf(subject, role), 'puller').pull === 'works';
}

function told({ of, name }: OtherRole, role: string): Meant {
  switch (of) {
    case 'service account':
      return {
        code: 'HW0206',
        why: `role ${role} of service account ${name} may pull, and is for what runs in the pod`,
        advice:
          "The role of a service account is taken for pulls only where the node's credential provider is set up for service account tokens (tokenAttributes) and the account has the annotation eks.amazonaws.com/ecr-role-arn.",
      };
    case 'cluster':
      return {
        code: 'HW0718',
        why: `role ${role} of cluster ${name} may pull, and is for the control plane`,
        advice: `What ${role} has for ECR can be taken from it: nothing pulls with it.`,
      };
    default:
      return {
        code: 'HW0603',
        why: `role ${role}, which EKS has for ${of === 'auto mode' ? 'the nodes of Auto Mode' : `node group ${name}`}, may pull, and the machine has another`,
        advice: `Or give the machine ${role}: nodes that are made anew have it.`,
      };
  }
}
