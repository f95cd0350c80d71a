import type { Proof } from '../chain/proof.ts';
import { suspectedCauses, suspectedLinks } from '../chain/suspected.ts';
import type { Suspicions } from '../symptoms/suspicions.ts';

/** What is printed in every format, and what `-o json` promises to scripts: a proof, or what a text makes likely. */
export type Answer = Pick<Proof, 'verdict' | 'links' | 'causes' | 'needs' | 'runs'>;

/** The answer to a text. Its verdict is never `holds`: a text that tells of a pull that worked proves no other. */
export function answerToText(suspicions: Suspicions): Answer {
  return {
    verdict: suspicions.told === 'failure' ? 'broken' : 'unseen',
    links: suspectedLinks(suspicions),
    causes: suspectedCauses(suspicions),
    needs: suspicions.needs,
  };
}
