import { isUnseenFromOutside } from '../causes/catalogue.ts';
import { type KnownLink, toldLinks } from '../causes/known-links.ts';
import type { CauseFound, Proof } from './proof.ts';
import { ruledOutByFacts } from './ruled-out.ts';
import type { Subject } from './subject.ts';
import { suspectedCauses, suspectedLinks } from './suspected.ts';
import type { LastTry } from './waiting.ts';

/** Causes that what was seen rules out, though the links they are of are not decided: a statement there asks for more. */
function contradictedBy({ repository, role }: Subject, proven: ReadonlySet<string>): Set<string> {
  const policy = repository.state === 'known' ? repository.value.policy : repository;
  return new Set([
    ...(policy.state === 'known' ? withoutGround(policy.value) : []),
    // Without any grant of the token the link would be broken, whatever the rest of the world is.
    ...(role.state === 'known' ? ['HW0701'] : []),
    ...(proven.has('iam-policy') ? ['HW1302'] : []),
  ]);
}

/** Causes in a repository's policy that have no ground in its text. */
function withoutGround(policy: string): string[] {
  const lacks = (what: RegExp, ...codes: readonly string[]) => (what.test(policy) ? [] : codes);
  const letsAllIn = /"Principal"\s*:\s*(?:"\*"|\{\s*"AWS"\s*:\s*"\*"\s*\})/.test(policy);
  return [
    'HW1301',
    ...lacks(/"Deny"/, 'HW1306'),
    ...lacks(/aws:PrincipalOrg/i, 'HW1307'),
    ...lacks(/aws:(?:Source(?:Vpc|Vpce|Ip)|VpcSourceIp)\b/i, 'HW1308'),
    ...(letsAllIn ? ['HW1303', 'HW1309', 'HW1311', 'HW1312'] : []),
  ];
}

/** What nothing but a text shows of a link that is proven otherwise: a proxy, a firewall, an authority of its own. */
function isLeftToTexts(link: KnownLink, code: string): boolean {
  return (link === 'dns' || link === 'network') && isUnseenFromOutside(code);
}

/** Adds what the kubelet said of the last try, as far as no link that was proven contradicts it. */
export function withLastTry(proof: Proof, subject: Subject, last: LastTry | undefined): Proof {
  if (last === undefined) return proof;
  const proven = new Set(
    proof.links.filter(({ status }) => status === 'holds').map(({ link }) => link),
  );
  const contradicted = contradictedBy(subject, proven);
  const told = suspectedCauses(last.suspicions);
  const isRuledOutByFacts = ruledOutByFacts(subject);
  const ruledOut = (cause: CauseFound) =>
    contradicted.has(cause.code) ||
    isRuledOutByFacts(cause) ||
    (proven.has(cause.link) && !isLeftToTexts(cause.link, cause.code));
  const causes = told.filter((cause) => !ruledOut(cause));
  const [likeliest] = told;
  const isTold =
    likeliest !== undefined &&
    !ruledOut(likeliest) &&
    (toldLinks.has(likeliest.link) || isLeftToTexts(likeliest.link, likeliest.code));
  if (proof.verdict === 'holds' && isTold) {
    const suspected = suspectedLinks(last.suspicions).filter(
      ({ link }) => !proven.has(link) || link === likeliest.link,
    );
    const links = [
      ...proof.links.filter(({ link }) => !suspected.some((one) => one.link === link)),
      ...suspected,
    ];
    return { ...proof, verdict: 'broken', links, causes, needs: last.suspicions.needs };
  }
  const need = {
    fact: `whether the pull works now: the kubelet last said "${last.said}"`,
    permission: 'its next attempt, within five minutes, or a new pod',
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
