import { causeOf, whereExplained } from './causes/catalogue.ts';
import { decisiveLinks, linkNames, toldLinks } from './causes/known-links.ts';
import { distinctNeeds, type Need } from './fact.ts';
import { fixOf } from './fix.ts';
import { checkLink, type Link, skipped } from './link.ts';
import { iamPolicy } from './links/iam-policy.ts';
import { image } from './links/image.ts';
import { imageReference } from './links/image-reference.ts';
import { layers } from './links/layers.ts';
import { nodeIdentity } from './links/node-identity.ts';
import { nodeKubelet } from './links/node-kubelet.ts';
import { platform } from './links/platform.ts';
import { podSpec } from './links/pod-spec.ts';
import { runsDespiteExpiry } from './links/pull-secrets.ts';
import { pullThroughCache } from './links/pull-through-cache.ts';
import { repository } from './links/repository.ts';
import { repositoryPolicy } from './links/repository-policy.ts';
import { isOfNodeWay, nodeWay } from './node-way.ts';
import { notLookedAt } from './not-looked-at.ts';
import type { CauseFound, Finding, LinkName, LinkOutcome, Proof } from './proof.ts';
import type { Pull } from './pull.ts';
import { secretsFor } from './secrets.ts';
import { type Subject, subjectOf } from './subject.ts';
import { type LastTry, lastTry } from './waiting.ts';
import type { World } from './world.ts';

const links: Readonly<Record<LinkName, Link>> = {
  'image-reference': imageReference,
  'pod-spec': podSpec,
  'node-kubelet': nodeKubelet,
  'node-identity': nodeIdentity,
  'iam-policy': iamPolicy,
  repository,
  'repository-policy': repositoryPolicy,
  'pull-through-cache': pullThroughCache,
  image,
  platform,
  layers,
};

/** The chain, in the order in which a pull meets its links. */
export const chain: readonly Link[] = linkNames.map((name) => links[name]);

interface Checked {
  readonly link: LinkName;
  readonly outcome: LinkOutcome;
}

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
  const causes = checked.flatMap(({ outcome }) => causesOf(outcome));
  const needs = distinctNeeds([
    ...unseenIn(checked),
    ...undecided(subject, checked, runs),
    ...(runs ? [nextPull(subject)] : []),
  ]);
  const proof: Proof = {
    verdict: verdictOf(subject, checked, needs, runs),
    links: checked.map(({ link, outcome }) => ({ link, ...shown(outcome) })),
    causes: likeliestFirst(subject, causes),
    needs,
  };
  const told = proof.verdict === 'broken' ? proof : withLastTry(proof, subject, lastTry(subject));
  return told.verdict === 'broken'
    ? told
    : { ...told, needs: distinctNeeds([...told.needs, ...notLookedAt(subject)]) };
}

function verdictOf(
  subject: Subject,
  checked: readonly Checked[],
  needs: readonly Need[],
  runs: boolean,
): Proof['verdict'] {
  const broken = checked.filter(({ outcome }) => outcome.status === 'broken');
  if (broken.some(({ link }) => !mayBeSpared(subject, link))) return 'broken';
  if (broken.length > 0) return 'unseen';
  return needs.length > (runs ? 1 : 0) ? 'unseen' : 'holds';
}

/** A link of the node's own way breaks no pull that a Secret may make, which was not seen. */
function mayBeSpared(subject: Subject, link: LinkName): boolean {
  return isOfNodeWay(link) && secretsFor(subject).needs.length > 0;
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

/** Of a cause that is one only if something unseen turns out so. */
const unproven = 0.6;

function causesOf(outcome: LinkOutcome): CauseFound[] {
  if (outcome.status === 'broken') {
    return [outcome.finding, ...(outcome.others ?? [])].map((finding) => causeFound(finding, 1));
  }
  if (outcome.status !== 'unseen') return [];
  return (outcome.suspected ?? []).map((finding) => causeFound(finding, unproven));
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

function unseenIn(checked: readonly Checked[]): Need[] {
  return checked.flatMap(({ outcome }) => (outcome.status === 'unseen' ? outcome.needs : []));
}

/** A decisive link that was passed over is not proven, unless the pull does without it. */
function undecided(subject: Subject, checked: readonly Checked[], runs: boolean): Need[] {
  const someBroken = checked.some(({ outcome }) => outcome.status === 'broken');
  if (someBroken || unseenIn(checked).length > 0) return [];
  const bySecret = runs || secretsFor(subject).working !== undefined;
  return checked.flatMap(({ link, outcome }) => {
    if (outcome.status !== 'skipped' || !decisiveLinks.has(link)) return [];
    if (bySecret && (link === 'iam-policy' || link === 'repository-policy')) return [];
    return [{ fact: `${link}: ${outcome.fact}`, permission: 'the fact that was missing there' }];
  });
}

/** Causes that what was seen rules out, though the links they are of are not decided: a statement there asks for more. */
function contradictedBy({ repository, role }: Subject): ReadonlySet<string> {
  const hasPolicy = repository.state === 'known' && repository.value.policy.state === 'known';
  return new Set([
    ...(hasPolicy ? ['HW1301'] : []),
    // Without any grant of the token the link would be broken, whatever the rest of the world is.
    ...(role.state === 'known' ? ['HW0701'] : []),
  ]);
}

/** Adds what the kubelet said of the last try, as far as no link that was proven contradicts it. */
function withLastTry(proof: Proof, subject: Subject, last: LastTry | undefined): Proof {
  if (last === undefined) return proof;
  const proven = new Set(
    proof.links.filter(({ status }) => status === 'holds').map(({ link }) => link),
  );
  const contradicted = contradictedBy(subject);
  const causes = last.suspicions.causes.filter(
    ({ link, code }) => !proven.has(link) && !contradicted.has(code),
  );
  if (proof.verdict === 'holds' && toldLinks.has(causes[0]?.link ?? 'image')) {
    const suspected = last.suspicions.links.filter(({ link }) => !proven.has(link));
    const links = [
      ...proof.links.filter(({ link }) => !suspected.some((one) => one.link === link)),
      ...suspected,
    ];
    return { ...proof, verdict: 'broken', links, causes, needs: last.suspicions.needs };
  }
  const need = {
    fact: `whether the pull works now: the kubelet last said "${last.said}"`,
    permission: 'its next try, within five minutes, or a new pod',
  };
  const verdict = proof.verdict === 'holds' ? 'unseen' : proof.verdict;
  return { ...proof, verdict, causes: ahead(proof.causes, causes), needs: [...proof.needs, need] };
}

/** Causes that facts suggest, ahead of those that only a text does. */
function ahead(suspected: readonly CauseFound[], told: readonly CauseFound[]): CauseFound[] {
  const most = Math.max(0, ...told.map(({ confidence }) => confidence));
  const codes = new Set(suspected.map(({ code }) => code));
  return [
    ...suspected.map((cause) => ({ ...cause, confidence: Math.max(cause.confidence, most) })),
    ...told.filter(({ code }) => !codes.has(code)),
  ];
}

function shown({ status, fact }: LinkOutcome): { status: LinkOutcome['status']; fact: string } {
  return { status, fact };
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
