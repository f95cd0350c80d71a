import { type KnownCause, knownCauseOf } from '../causes/known.ts';
import { survivorOf } from '../causes/standing.ts';
import { isAboutImages } from './about-images.ts';
import { absent } from './families/absent.ts';
import { clients } from './families/clients.ts';
import { credentials } from './families/credentials.ts';
import { denials } from './families/denials.ts';
import { ecrErrors } from './families/ecr-errors.ts';
import { forbidden } from './families/forbidden.ts';
import { identity } from './families/identity.ts';
import { limits } from './families/limits.ts';
import { looseSymptoms } from './families/loose.ts';
import { network } from './families/network.ts';
import { places } from './families/places.ts';
import { pods } from './families/pods.ts';
import { proxies } from './families/proxies.ts';
import { runtime } from './families/runtime.ts';
import { tasks } from './families/tasks.ts';
import { upstream } from './families/upstream.ts';
import type { Reading } from './reading.ts';
import { isRuledOut } from './rule-out.ts';
import { asShown } from './shown.ts';
import type { Symptom } from './symptom.ts';

const symptoms: readonly Symptom[] = [
  ...denials,
  ...clients,
  ...tasks,
  ...proxies,
  ...places,
  ...pods,
  ...upstream,
  ...ecrErrors,
  ...limits,
  ...credentials,
  ...identity,
  ...forbidden,
  ...absent,
  ...network,
  ...runtime,
];

/** Below this a cause is not named. */
const leastLikely = 0.01;

/** Longest quotation from the text, in characters. */
const longestQuote = 280;

/** Characters on either side of the telling words that are looked at for secrets, before less than that is shown. */
const surroundings = 2_000;

/** A cause that the text points to, how strongly, and the words that do. */
export interface Suspicion {
  readonly cause: KnownCause;
  readonly confidence: number;
  readonly quote: string;
  /** What mends it, where the text tells more than the catalogue can. */
  readonly fix: string | undefined;
}

/** The causes that fit what a text says of one image, the likeliest first. */
export function suspect(reading: Reading): readonly Suspicion[] {
  const known = suspectBy(symptoms, reading);
  if (known.length > 0 || !isAboutImages(reading)) return known;
  for (const symptom of looseSymptoms) {
    const found = suspectBy([symptom], reading);
    if (found.length > 0) return found;
  }
  return [];
}

function suspectBy(candidates: readonly Symptom[], reading: Reading): readonly Suspicion[] {
  const found = new Map<string, Suspicion>();
  for (const { pattern, unless, suspects } of candidates) {
    const match = pattern.exec(reading.text);
    if (match === null || unless?.test(reading.text)) continue;
    for (const [id, suspected] of Object.entries(suspects(reading, match))) {
      if (suspected === undefined) continue;
      const known = knownCauseOf(id);
      if (known === undefined) throw new Error(`${id} is not a known cause`);
      const cause = survivorOf(known);
      if (isRuledOut(cause, reading.told)) continue;
      const before = found.get(cause.code);
      const { likelihood, fix } =
        typeof suspected === 'number' ? { likelihood: suspected, fix: undefined } : suspected;
      found.set(cause.code, {
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

export function byConfidence(one: Suspicion, other: Suspicion): number {
  return other.confidence - one.confidence;
}

/** The line of the text that says it; of a long one the part with the telling words. */
function quote(text: string, match: RegExpExecArray): string {
  const start = text.lastIndexOf('\n', match.index) + 1;
  const end = text.indexOf('\n', match.index);
  const words = text.slice(match.index, match.index + match[0].length);
  const from = Math.max(start, match.index - surroundings);
  const to = Math.min(end === -1 ? text.length : end, match.index + words.length + surroundings);
  const line = `${from > start ? '…' : ''}${asShown(text.slice(from, to).trim())}`;
  if (line.length <= longestQuote) return line;
  const found = line.indexOf(words);
  const wordsEnd = found === -1 ? longestQuote : found + words.length;
  const first = Math.max(0, Math.min(wordsEnd, line.length) - longestQuote);
  const part = line.slice(first, first + longestQuote);
  return `${first > 0 ? '…' : ''}${part}${first + longestQuote < line.length ? '…' : ''}`;
}
