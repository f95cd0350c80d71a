import { checkLink } from './link.ts';
import { iamPolicy } from './links/iam-policy.ts';
import { isUngranted } from './links/why-not-granted.ts';
import type { Subject } from './subject.ts';

/** Whether no policy of the role that pulls grants the pull, for certain. */
export function lacksGrant(subject: Subject): boolean {
  return isUngranted(checkLink(iamPolicy, subject));
}
