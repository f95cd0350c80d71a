import { causeOf, whereExplained } from './causes/catalogue.ts';
import { distinctNeeds } from './fact.ts';
import type { Link } from './link.ts';
import { iamPolicy } from './links/iam-policy.ts';
import { image } from './links/image.ts';
import { imageReference } from './links/image-reference.ts';
import { layers } from './links/layers.ts';
import { nodeIdentity } from './links/node-identity.ts';
import { nodeKubelet } from './links/node-kubelet.ts';
import { platform } from './links/platform.ts';
import { podSpec } from './links/pod-spec.ts';
import { repository } from './links/repository.ts';
import { repositoryPolicy } from './links/repository-policy.ts';
import type { CauseFound, Finding, LinkOutcome, Proof } from './proof.ts';
import type { Pull } from './pull.ts';
import { subjectOf } from './subject.ts';
import type { World } from './world.ts';

/** The chain, in the order in which a pull meets its links. */
export const chain: readonly Link[] = [
  imageReference,
  podSpec,
  nodeKubelet,
  nodeIdentity,
  iamPolicy,
  repository,
  repositoryPolicy,
  image,
  platform,
  layers,
];

/**
 * Proves a pull in a world, link by link. Pure: the same pull in the same world gives the same proof.
 * Links behind a broken one are checked all the same: two things may be wrong at once.
 */
export function prove(pull: Pull, world: World): Proof {
  const subject = subjectOf(pull, world);
  const outcomes = chain.map((link) => ({ link: link.name, outcome: link.check(subject) }));
  const causes = outcomes.flatMap(({ outcome }) =>
    outcome.status === 'broken' ? [causeFound(outcome.finding)] : [],
  );
  const needs = distinctNeeds(
    outcomes.flatMap(({ outcome }) => (outcome.status === 'unseen' ? outcome.needs : [])),
  );
  return {
    verdict: causes.length > 0 ? 'broken' : needs.length > 0 ? 'unseen' : 'holds',
    links: outcomes.map(({ link, outcome }) => ({ link, ...shown(outcome) })),
    causes,
    needs,
  };
}

function shown({ status, fact }: LinkOutcome): { status: LinkOutcome['status']; fact: string } {
  return { status, fact };
}

function causeFound(finding: Finding): CauseFound {
  const cause = causeOf(finding.code);
  if (cause === undefined) throw new Error(`${finding.code} is not in the catalogue of causes`);
  const { code, catalogue, link, title } = cause;
  const { deciding, fix } = finding;
  const docs = whereExplained(code);
  return { code, catalogue, link, confidence: 1, title, deciding, fix, docs };
}
