import { decisiveLinks } from '../causes/known-links.ts';
import { distinctNeeds, type Need } from '../causes/need.ts';
import { isOfNodeWay } from './node-way.ts';
import type { LinkName, LinkOutcome, Proof } from './proof.ts';
import { secretsFor } from './secrets.ts';
import type { Subject } from './subject.ts';

/** What became of one link. */
export interface Checked {
  readonly link: LinkName;
  readonly outcome: LinkOutcome;
}

/**
 * The verdict on a pull from its links: broken when a link is broken that the pull can't do without, unseen when one
 * is that it may do without, or when a fact that decides was not seen.
 * @param open the facts that decide and were not seen.
 */
export function verdictOf(
  subject: Subject,
  checked: readonly Checked[],
  open: readonly Need[],
): Proof['verdict'] {
  const broken = checked.filter(({ outcome }) => outcome.status === 'broken');
  if (broken.some(({ link }) => !mayBeSpared(subject, link))) return 'broken';
  return broken.length > 0 || open.length > 0 ? 'unseen' : 'holds';
}

/** A link of the node's own way breaks no pull that a Secret may make, which was not seen. */
function mayBeSpared(subject: Subject, link: LinkName): boolean {
  return isOfNodeWay(link) && secretsFor(subject).needs.length > 0;
}

/** The facts that decide the pull and were not seen. */
export function openFacts(subject: Subject, checked: readonly Checked[]): Need[] {
  const unseen = checked.flatMap(({ outcome }) =>
    outcome.status === 'unseen' ? outcome.needs : [],
  );
  const someBroken = checked.some(({ outcome }) => outcome.status === 'broken');
  if (unseen.length > 0 || someBroken) return distinctNeeds(unseen);
  return distinctNeeds(linksLeftOpen(subject, checked));
}

/** A decisive link that was passed over is not proven, unless the pull does without it. */
function linksLeftOpen(subject: Subject, checked: readonly Checked[]): Need[] {
  const bySecret = secretsFor(subject).working !== undefined;
  return checked.flatMap(({ link, outcome }) => {
    if (outcome.status !== 'skipped' || !decisiveLinks.has(link)) return [];
    if (bySecret && (link === 'iam-policy' || link === 'repository-policy')) return [];
    return [{ fact: `${link}: ${outcome.fact}`, permission: 'what that link names' }];
  });
}
