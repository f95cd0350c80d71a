import type { Deciding, LinkName, LinkOutcome, PlannedFix } from './proof.ts';
import { type Met, type Requirement, unmet } from './requirements.ts';
import type { Subject } from './subject.ts';

/** One link of the chain: a positive claim, what has to be known to check it, and the check. */
export interface Link {
  readonly name: LinkName;
  /** In this order; the first that is not met says what becomes of the link. */
  readonly requires: readonly Requirement[];
  check(subject: Subject): LinkOutcome;
}

/**
 * Makes a link. Its check is only asked where every requirement is met, and gets a subject that has what it requires;
 * `checkLink` skips it elsewhere.
 */
export function linkOf<Name extends Requirement>(
  name: LinkName,
  requires: readonly Name[],
  check: (subject: Subject & Pick<Met, Name>) => LinkOutcome,
): Link {
  return { name, requires, check: check as (subject: Subject) => LinkOutcome };
}

export function checkLink(link: Link, subject: Subject): LinkOutcome {
  return unmet(subject, link.requires) ?? link.check(subject);
}

/** The same for a part of a check, which requires more than the whole. */
export function requiring<Given extends Subject, Name extends Requirement>(
  subject: Given,
  requires: readonly Name[],
  check: (subject: Given & Pick<Met, Name>) => LinkOutcome,
): LinkOutcome {
  return unmet(subject, requires) ?? check(subject as Given & Pick<Met, Name>);
}

export function broken(
  code: string,
  deciding: Deciding | string,
  fix: PlannedFix,
): Extract<LinkOutcome, { status: 'broken' }> {
  const why = typeof deciding === 'string' ? { text: deciding } : deciding;
  return { status: 'broken', fact: why.text, finding: { code, deciding: why, fix } };
}

export { holds, notSeen, skipped } from './outcomes.ts';
