import { checkLink, type Link } from './link.ts';
import { iamPolicy } from './links/iam-policy.ts';
import { nodeIdentity } from './links/node-identity.ts';
import { nodeKubelet } from './links/node-kubelet.ts';
import { repositoryPolicy } from './links/repository-policy.ts';
import type { Subject } from './subject.ts';

/** What lets a node pull with credentials of its own, without any Secret. */
export const nodeWay: readonly Link[] = [nodeKubelet, nodeIdentity, iamPolicy, repositoryPolicy];

/** The links of the node's own way that are broken for certain. */
export function brokenOfNodeWay(subject: Subject): string[] {
  return nodeWay
    .filter((link) => checkLink(link, subject).status === 'broken')
    .map(({ name }) => name);
}

/** Whether a link says something of the node's own way only. */
export function isOfNodeWay(name: string): boolean {
  return nodeWay.some((link) => link.name === name);
}
