import type { Proof } from '../chain/proof.ts';
import { suspectedCauses, suspectedLinks } from '../chain/suspected.ts';
import type { Suspicions } from '../symptoms/suspicions.ts';

/**
 * What is printed in every format, and what `-o json` guarantees to scripts: a proof, or the likely causes of a
 * text.
 */
export type Answer = Pick<Proof, 'verdict' | 'links' | 'causes' | 'needs' | 'runs'>;

/**
 * The answer to a text. Its verdict is never `holds`: a text about a pull that worked proves nothing about
 * others.
 */
export function answerToText(suspicions: Suspicions): Answer {
  return {
    verdict: suspicions.told === 'failure' ? 'broken' : 'unseen',
    links: suspectedLinks(suspicions),
    causes: suspectedCauses(suspicions),
    needs: suspicions.needs,
  };
}
