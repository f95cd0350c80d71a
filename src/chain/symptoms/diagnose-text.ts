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
}

/**
 * Names the causes that fit a pasted text: events, `kubectl describe`, logs of the kubelet or a runtime, output of
 * docker or of a build. A text alone proves nothing, so that confidence stays below 1, and what would tell the causes
 * apart is listed as needed.
 * @returns `broken` with the likeliest cause first; `holds` when the text tells of a pull that worked; `unseen` when it
 *   tells of nothing known. No secret of the text is in it.
 */
export function diagnoseText(pasted: string): Proof {
  const reading = read(pasted);
  const suspicions = suspect(reading);
  const [first] = suspicions;
  if (first === undefined) return unknown(reading);
  return {
    verdict: 'broken',
    links: linksOf(suspicions),
    causes: suspicions.map(causeFound),
    needs: first.confidence >= settled ? [] : needsOf(suspicions),
  };
}

function suspect(reading: Reading): readonly Suspicion[] {
  const found = new Map<string, Suspicion>();
  for (const { pattern, unless, suspects } of symptoms) {
    const match = pattern.exec(reading.text);
    if (match === null || unless?.test(reading.text)) continue;
    for (const [id, likelihood] of Object.entries(suspects(reading, match))) {
      if (likelihood === undefined) continue;
      const cause = knownCauseOf(id);
      if (cause === undefined) throw new Error(`${id} is not a known cause`);
      if (isRuledOut(cause, reading.told)) continue;
      const before = found.get(id);
      const confidence = 1 - (1 - (before?.confidence ?? 0)) * (1 - likelihood);
      found.set(id, {
        cause,
        confidence,
        quote: before?.quote ?? quote(reading.text, match),
      });
    }
  }
  return [...found.values()]
    .filter(({ confidence }) => confidence >= leastLikely)
    .sort((one, other) => other.confidence - one.confidence);
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

/** The likeliest cause's link is the broken one; the others have to be looked at. */
function linksOf(suspicions: readonly Suspicion[]): Proof['links'] {
  const [first] = suspicions;
  return knownLinks.flatMap(({ name }) => {
    const suspicion = suspicions.find(
      ({ cause, confidence }) => cause.link === name && confidence >= worthAsking,
    );
    if (suspicion === undefined) return [];
    const isFirst = suspicion === first;
    const fact = isFirst ? suspicion.quote : `may be broken: ${suspicion.cause.title}`;
    return [{ link: name, status: isFirst ? ('broken' as const) : ('unseen' as const), fact }];
  });
}

function causeFound({ cause, confidence, quote: said }: Suspicion): CauseFound {
  const { code, catalogue, link, title, fix } = cause;
  const docs = whereExplained(code);
  return {
    code,
    catalogue,
    link,
    confidence: Math.round(confidence * 100) / 100,
    title,
    deciding: { text: said },
    fix: { text: fix },
    docs,
  };
}

function unknown({ text }: Reading): Proof {
  if (/Successfully pulled image|already present on machine/i.test(text)) {
    return { verdict: 'holds', links: [], causes: [], needs: [] };
  }
  const needs = [
    {
      fact: 'the message of the failed pull',
      permission: 'kubectl describe pod, or kubectl get events',
    },
    shows.kubeletLog,
  ];
  return { verdict: 'unseen', links: [], causes: [], needs };
}

/** What would tell the likelier causes apart, the likeliest cause's first. */
function needsOf(suspicions: readonly Suspicion[]): readonly Need[] {
  return distinctNeeds(
    suspicions
      .filter(({ confidence }) => confidence >= worthAsking)
      .map(({ cause }) => cause.shows),
  );
}
