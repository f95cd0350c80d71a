import { foundLinks } from '../causes/known-links.ts';
import { distinctNeeds } from '../causes/need.ts';
import { chainOf } from './all-links.ts';
import { causesFound } from './causes-found.ts';
import { checkLink, type Link } from './link.ts';
import { withNodeFindings } from './links/on-node.ts';
import { asTheNodeWent, withNodeReport } from './node-report/with-node-report.ts';
import { notLookedAt } from './not-looked-at.ts';
import type { Proof } from './proof.ts';
import type { Pull } from './pull.ts';
import { type Subject, subjectOf } from './subject.ts';
import { type Checked, openFacts, verdictOf } from './verdict.ts';
import { lastTry } from './waiting.ts';
import { withLastTry } from './with-last-try.ts';
import type { World } from './world.ts';

/**
 * Proves a pull in a world, link by link. Pure: the same pull in the same world gives the same proof.
 * Links behind a broken one are checked all the same: two things may be wrong at once. What the kubelet last
 * said counts where no link is found broken: a pod that waits for its image is never said to be well. A container that
 * runs has its image: what is said of it is about the next pull.
 */
export function prove(pull: Pull, world: World): Proof {
  const subject = subjectOf(pull, world);
  const checked = chainOf(pull)
    .map((link) => checkedLink(subject, link))
    .filter(({ link, outcome }) => outcome.status !== 'skipped' || !foundLinks.has(link));
  const open = openFacts(subject, checked);
  const seen: Proof = {
    verdict: verdictOf(subject, checked, open),
    links: checked.map(({ link, outcome: { status, fact } }) => ({ link, status, fact })),
    causes: causesFound(
      subject,
      checked.map(({ outcome }) => outcome),
    ),
    needs: open,
  };
  const proof = withNodeReport(seen, subject);
  const told = proof.verdict === 'broken' ? proof : withLastTry(proof, subject, lastTry(subject));
  const complete =
    told.verdict === 'broken'
      ? told
      : { ...told, needs: distinctNeeds([...told.needs, ...notLookedAt(subject)]) };
  const runs = subject.container?.running === true && complete.verdict !== 'holds';
  return runs ? { ...complete, runs } : complete;
}

function checkedLink(subject: Subject, link: Link): Checked {
  const outcome = withNodeFindings(subject, link.name, checkLink(link, subject));
  return asTheNodeWent(subject, { link: link.name, outcome });
}
