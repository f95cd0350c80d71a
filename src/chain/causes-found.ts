import { causeOf, whereExplained } from '../causes/catalogue.ts';
import { fixOf } from './fix.ts';
import { isOfNodeWay } from './node-way.ts';
import type { CauseFound, Finding, LinkOutcome } from './proof.ts';
import { secretsFor } from './secrets.ts';
import type { Subject } from './subject.ts';

/** Of a cause that is one only if something unseen turns out so. */
const unproven = 0.6;

/** The causes of the links, in the order of the links, those that are proven first. */
export function causesFound(subject: Subject, outcomes: readonly LinkOutcome[]): CauseFound[] {
  return likeliestFirst(subject, outcomes.flatMap(causesOf).map(orBySecret(subject)));
}

/** Where a Secret is of no use, one that works would do instead of the node's own way. */
function orBySecret(subject: Subject): (cause: CauseFound) => CauseFound {
  const { faults, needs, working } = secretsFor(subject);
  if (faults.length === 0 || needs.length > 0 || working !== undefined) return (cause) => cause;
  const names = faults.map(({ name }) => name).join(' or ');
  return (cause) => {
    if (!isOfNodeWay(cause.link)) return cause;
    const text = `${cause.fix.text} Or mend pull Secret ${names} instead: the pull needs only one working way to log in.`;
    return { ...cause, fix: { ...cause.fix, text } };
  };
}

function likeliestFirst(subject: Subject, causes: readonly CauseFound[]): CauseFound[] {
  return causes
    .map((cause) =>
      isOfNodeWay(cause.link) && secretsFor(subject).needs.length > 0
        ? { ...cause, confidence: Math.min(cause.confidence, unproven) }
        : cause,
    )
    .sort((a, b) => b.confidence - a.confidence);
}

function causesOf(outcome: LinkOutcome): CauseFound[] {
  if (outcome.status === 'broken') {
    return [outcome.finding, ...(outcome.others ?? [])].map((finding) => causeFound(finding, 1));
  }
  if (outcome.status !== 'unseen') return [];
  return (outcome.suspected ?? []).map((finding) => causeFound(finding, unproven));
}

function causeFound(finding: Finding, confidence: number): CauseFound {
  const cause = causeOf(finding.code);
  if (cause === undefined) throw new Error(`${finding.code} is not in the catalogue of causes`);
  const { code, catalogue, link, title } = cause;
  const { deciding, fix } = finding;
  const docs = whereExplained(code);
  return {
    code,
    catalogue,
    link,
    confidence,
    title,
    deciding,
    fix: fixOf(fix, deciding),
    docs,
  };
}
