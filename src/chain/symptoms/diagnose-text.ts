import { whereExplained } from '../causes/catalogue.ts';
import { type KnownCause, knownCauseOf } from '../causes/known.ts';
import { knownLinks } from '../causes/known-links.ts';
import { shows } from '../causes/shows.ts';
import { distinctNeeds, type Need } from '../fact.ts';
import type { CauseFound, Proof } from '../proof.ts';
import { absent } from './families/absent.ts';
import { clients } from './families/clients.ts';
import { credentials } from './families/credentials.ts';
import { denials } from './families/denials.ts';
import { forbidden } from './families/forbidden.ts';
import { limits } from './families/limits.ts';
import { network } from './families/network.ts';
import { pods } from './families/pods.ts';
import { runtime } from './families/runtime.ts';
import { upstream } from './families/upstream.ts';
import { type Reading, read } from './reading.ts';
import { isRuledOut } from './rule-out.ts';
import type { Symptom } from './symptom.ts';

const symptoms: readonly Symptom[] = [
  ...denials,
  ...clients,
  ...pods,
  ...upstream,
  ...limits,
  ...credentials,
  ...forbidden,
  ...absent,
  ...network,
  ...runtime,
];

/** Below this a cause is not worth a look. */
const leastLikely = 0.01;

/** Below this a cause is named, but not worth asking for. */
const worthAsking = 0.05;

/** From here on nothing else needs to be looked at. */
const settled = 0.9;

/** Longest quotation from the text. */
const longestQuote = 280;

/** A cause that the text points to, how strongly, and the words that do. */
interface Suspicion {
  readonly cause: KnownCause;
  readonly confidence: number;
  readonly quote: string;
  /** What mends it, where the text tells more than the catalogue can. */
  readonly fix: string | undefined;
}

/** What is suspected of an image that failed, the likeliest first. */
interface Part {
  readonly reading: Reading;
  readonly suspicions: readonly Suspicion[];
}

/**
 * Names the causes that fit a pasted text: events, `kubectl describe`, logs of the kubelet or a runtime, output of
 * docker or of a build. A text alone proves nothing, so that confidence stays below 1, and what would tell the causes
 * apart is listed as needed.
 * @returns `broken` with the likeliest cause first; `holds` when the text tells of a pull that worked; `unseen` when it
 *   tells of nothing known. No secret of the text is in it.
 */
export function diagnoseText(pasted: string): Proof {
  const parts = read(pasted).map((reading) => ({ reading, suspicions: suspect(reading) }));
  const firsts = parts
    .flatMap(({ reading, suspicions: [first] }) =>
      first === undefined ? [] : [ofImage(first, reading)],
    )
    .sort(byConfidence);
  if (firsts.length === 0) return unknown(parts);
  const others = mostConfident(
    parts.flatMap(({ suspicions }) => suspicions.slice(1)),
    firsts,
  );
  const suspicions = [...firsts, ...others];
  const isSettled = firsts.every(({ confidence }) => confidence >= settled);
  return {
    verdict: 'broken',
    links: linksOf(suspicions, firsts),
    causes: suspicions.map(causeFound),
    needs: [...messagesMissing(parts), ...(isSettled ? [] : needsOf(suspicions))],
  };
}

function suspect(reading: Reading): readonly Suspicion[] {
  const found = new Map<string, Suspicion>();
  for (const { pattern, unless, suspects } of symptoms) {
    const match = pattern.exec(reading.text);
    if (match === null || unless?.test(reading.text)) continue;
    for (const [id, suspected] of Object.entries(suspects(reading, match))) {
      if (suspected === undefined) continue;
      const cause = knownCauseOf(id);
      if (cause === undefined) throw new Error(`${id} is not a known cause`);
      if (isRuledOut(cause, reading.told)) continue;
      const before = found.get(id);
      const { likelihood, fix } =
        typeof suspected === 'number' ? { likelihood: suspected, fix: undefined } : suspected;
      found.set(id, {
        cause,
        confidence: 1 - (1 - (before?.confidence ?? 0)) * (1 - likelihood),
        quote: before?.quote ?? quote(reading.text, match),
        fix: before?.fix ?? fix,
      });
    }
  }
  return [...found.values()]
    .filter(({ confidence }) => confidence >= leastLikely)
    .sort(byConfidence);
}

function byConfidence(one: Suspicion, other: Suspicion): number {
  return other.confidence - one.confidence;
}

/** Where several images failed, what is said of one names it. */
function ofImage(suspicion: Suspicion, { image }: Reading): Suspicion {
  if (image === undefined || suspicion.quote.includes(image)) return suspicion;
  return { ...suspicion, quote: `${image}: ${suspicion.quote}` };
}

/** Each cause once, but for those that come first for some image. */
function mostConfident(
  suspicions: readonly Suspicion[],
  firsts: readonly Suspicion[],
): readonly Suspicion[] {
  const named = new Set(firsts.map(({ cause }) => cause.code));
  return [...suspicions].sort(byConfidence).filter(({ cause: { code } }) => {
    const isNew = !named.has(code);
    named.add(code);
    return isNew;
  });
}

/** The line of the text that says it; of a long one the part with the telling words. */
function quote(text: string, match: RegExpExecArray): string {
  const start = text.lastIndexOf('\n', match.index) + 1;
  const end = text.indexOf('\n', match.index);
  const line = text.slice(start, end === -1 ? undefined : end).trim();
  if (line.length <= longestQuote) return line;
  const wordsEnd = match.index + match[0].length - start;
  const from = Math.max(0, Math.min(wordsEnd, line.length) - longestQuote);
  const part = line.slice(from, from + longestQuote);
  return `${from > 0 ? '…' : ''}${part}${from + longestQuote < line.length ? '…' : ''}`;
}

/** The likeliest cause's link is the broken one, for each image that failed; the others have to be looked at. */
function linksOf(suspicions: readonly Suspicion[], firsts: readonly Suspicion[]): Proof['links'] {
  return knownLinks.flatMap(({ name }) => {
    const suspicion = suspicions.find(
      ({ cause, confidence }) => cause.link === name && confidence >= worthAsking,
    );
    if (suspicion === undefined) return [];
    const isFirst = firsts.includes(suspicion);
    const fact = isFirst ? suspicion.quote : `may be broken: ${suspicion.cause.title}`;
    return [{ link: name, status: isFirst ? ('broken' as const) : ('unseen' as const), fact }];
  });
}

function causeFound({ cause, confidence, quote: said, fix: told }: Suspicion): CauseFound {
  const { code, catalogue, link, title, fix } = cause;
  const docs = whereExplained(code);
  return {
    code,
    catalogue,
    link,
    confidence: Math.round(confidence * 100) / 100,
    title,
    deciding: { text: said },
    fix: { text: told ?? fix },
    docs,
  };
}

function unknown(parts: readonly Part[]): Proof {
  const [{ reading } = { reading: undefined }] = parts;
  const worked = /Successfully pulled image|already present on machine/i;
  if (parts.length === 1 && worked.test(reading?.text ?? '')) {
    return { verdict: 'holds', links: [], causes: [], needs: [] };
  }
  return {
    verdict: 'unseen',
    links: [],
    causes: [],
    needs: [...messagesMissing(parts), shows.kubeletLog],
  };
}

/** Of a part that says that a pull failed, and not why, the message is missing. */
function messagesMissing(parts: readonly Part[]): readonly Need[] {
  return parts
    .filter(({ suspicions }) => suspicions.length === 0)
    .map(({ reading: { image } }) => ({
      fact: `the message of the failed pull${image === undefined ? '' : ` of ${image}`}`,
      permission: 'kubectl describe pod, or kubectl get events',
    }));
}

/** What would tell the likelier causes apart, the likeliest cause's first. */
function needsOf(suspicions: readonly Suspicion[]): readonly Need[] {
  return distinctNeeds(
    suspicions
      .filter(({ confidence }) => confidence >= worthAsking)
      .map(({ cause }) => cause.shows),
  );
}
