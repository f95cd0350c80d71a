import type { KnownLink } from '../causes/known-links.ts';
import type { Need } from '../causes/need.ts';
import type { Proof } from '../chain/proof.ts';
import { suspectedCauses } from '../chain/suspected.ts';
import { diagnoseText } from '../symptoms/diagnose-text.ts';

/** The progress of a probe: its steps, and what stopped it. */
export class Steps {
  readonly #links: Proof['links'][number][] = [];

  holds(link: KnownLink, fact: string): void {
    this.#links.push({ link, status: 'holds', fact });
  }

  /** @returns the proof when nothing stopped the probe. */
  done(): Proof {
    return { verdict: 'holds', links: this.#links, causes: [], needs: [] };
  }

  /** @returns the proof when a link refused; the message makes causes likely. */
  broken(link: KnownLink, words: string): Proof {
    const suspicions = diagnoseText(words);
    const links = [...this.#links, { link, status: 'broken' as const, fact: words }];
    const { needs } = suspicions;
    return { verdict: 'broken', links, causes: suspectedCauses(suspicions), needs };
  }

  /** @returns the proof when the result for the role cannot be found out from here. */
  unseen(link: KnownLink, words: string, need: Need): Proof {
    const links = [...this.#links, { link, status: 'unseen' as const, fact: words }];
    return { verdict: 'unseen', links, causes: [], needs: [need] };
  }
}
