import { whereExplained } from '../causes/catalogue.ts';
import { knownLinks } from '../causes/known-links.ts';
import { type SuspectedCause, type Suspicions, worthAsking } from '../symptoms/suspicions.ts';
import type { CauseFound, Proof } from './proof.ts';

/** The causes that a text points to, in the form in which causes are given out. */
export function suspectedCauses({ causes }: Suspicions): CauseFound[] {
  return causes.map(causeFound);
}

function causeFound(suspected: SuspectedCause): CauseFound {
  const { code, catalogue, link, title, fix, confidence, quote } = suspected;
  return {
    code,
    catalogue,
    link,
    confidence: Math.round(confidence * 100) / 100,
    title,
    deciding: { text: quote },
    fix: { text: fix },
    docs: whereExplained(code),
  };
}

/** The links that a text points to: broken is that of the likeliest cause of each image, others may be. */
export function suspectedLinks({ causes }: Suspicions): Proof['links'] {
  return knownLinks.flatMap(({ name }) => {
    const cause = causes.find(({ link, confidence }) => link === name && confidence >= worthAsking);
    return cause === undefined ? [] : [suspectedLink(cause)];
  });
}

function suspectedLink({
  link,
  isLikeliest,
  quote,
  title,
}: SuspectedCause): Proof['links'][number] {
  return isLikeliest
    ? { link, status: 'broken', fact: quote }
    : { link, status: 'unseen', fact: `may be broken: ${title}` };
}
