import { distinctNeeds, type Need } from '../causes/need.ts';
import { chain } from './all-links.ts';
import { causesFound } from './causes-found.ts';
import { checkLink, skipped } from './link.ts';
import { runsDespiteExpiry } from './links/pull-secrets.ts';
import { isOfNodeWay, nodeWay } from './node-way.ts';
import { notLookedAt } from './not-looked-at.ts';
import type { LinkName, LinkOutcome, Proof } from './proof.ts';
import type { Pull } from './pull.ts';
import { type Subject, subjectOf } from './subject.ts';
import { openFacts, verdictOf } from './verdict.ts';
import { lastTry } from './waiting.ts';
import { withLastTry } from './with-last-try.ts';
import type { World } from './world.ts';

/**
 * Proves a pull in a world, link by link. Pure: the same pull in the same world gives the same proof.
 * Links behind a broken one are checked all the same: two things may be wrong at once. What the kubelet last
 * said counts where no link is found broken: a pod that waits for its image is never said to be well.
 */
export function prove(pull: Pull, world: World): Proof {
  const subject = subjectOf(pull, world);
  const runs = runsDespiteExpiry(subject);
  const checked = chain.map((link) => {
    const outcome = checkLink(link, subject);
    return { link: link.name, outcome: runs ? notYet(link.name, outcome) : outcome };
  });
  const open = openFacts(subject, checked, runs);
  const proof: Proof = {
    verdict: verdictOf(subject, checked, open),
    links: checked.map(({ link, outcome: { status, fact } }) => ({ link, status, fact })),
    causes: causesFound(
      subject,
      checked.map(({ outcome }) => outcome),
    ),
    needs: runs ? [...open, nextPull(subject)] : open,
  };
  const told = proof.verdict === 'broken' ? proof : withLastTry(proof, subject, lastTry(subject));
  return told.verdict === 'broken'
    ? told
    : { ...told, needs: distinctNeeds([...told.needs, ...notLookedAt(subject)]) };
}

/** What does not matter to a container that has its image, until it is pulled again. */
function notYet(link: LinkName, outcome: LinkOutcome): LinkOutcome {
  if (!isOfNodeWay(link) || outcome.status === 'holds') return outcome;
  return skipped(`the container has its image; for the next pull: ${outcome.fact}`);
}

function nextPull(subject: Subject): Need {
  const way = nodeWay
    .map((link) => checkLink(link, subject))
    .filter(({ status }) => status === 'broken');
  const facts = way.map(({ fact }) => fact).join('; ');
  return {
    fact: `the next pull: the pull Secret has expired${facts === '' ? '' : `, and ${facts}`}`,
    permission: 'a Secret that is renewed, or a node role that may pull',
  };
}
