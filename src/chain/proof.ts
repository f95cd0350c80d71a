import type { Change, PlannedChange } from '../actions/index.ts';
import type { KnownLink, LinkName } from '../causes/known-links.ts';
import type { Need } from '../causes/need.ts';
import type { DecidingStatement } from '../iam/index.ts';

export type { LinkName };

/** What became of one link of a pull. */
export type LinkOutcome =
  | { readonly status: 'holds'; readonly fact: string }
  | {
      readonly status: 'broken';
      readonly fact: string;
      readonly finding: Finding;
      /** What is broken at this link besides. */
      readonly others?: readonly Finding[];
    }
  | {
      readonly status: 'unseen';
      readonly fact: string;
      readonly needs: readonly Need[];
      /** What it is that breaks the link, if what is unseen turns out so. */
      readonly suspected?: readonly Finding[];
    }
  /** Not part of this pull, or behind a broken link that leaves nothing to check. */
  | { readonly status: 'skipped'; readonly fact: string };

/** A cause that was found, with what decided it and what mends it. */
export interface Finding {
  /** Such as `HW1301`. */
  readonly code: string;
  readonly deciding: Deciding;
  readonly fix: PlannedFix;
}

/** What decided: a policy statement, the lack of one, or another fact; in words and, if it is one, as data. */
export interface Deciding {
  readonly text: string;
  /** AWS's own words for the refusal, where the cause is a refusal. */
  readonly message?: string;
  readonly policy?: string;
  readonly statement?: DecidingStatement;
}

/** What mends a cause: in words and, as far as a machine knows how, as changes. */
export interface PlannedFix {
  readonly text: string;
  readonly changes?: readonly PlannedChange[];
  /** What the fix may break, or weaken, for others. */
  readonly risk?: string;
}

/** The same as it is given out. */
export interface Fix {
  readonly text: string;
  /** A command that mends it, for a shell with the AWS CLI or kubectl. */
  readonly patch?: string;
  /** Account whose credentials the command needs. */
  readonly account?: string;
  readonly region?: string;
  readonly risk?: string;
  /** What the command does, as data. */
  readonly changes?: readonly Change[];
}

export interface CauseFound extends Omit<Finding, 'fix'> {
  readonly fix: Fix;
  /** Id in the catalogue, such as `RPOL-01`. */
  readonly catalogue: string;
  readonly link: KnownLink;
  readonly title: string;
  /** 1 for what was proven; less for what a text makes likely. */
  readonly confidence: number;
  /** Where it is explained. */
  readonly docs: string;
}

/** The verdict on a pull, link by link. */
export interface Proof {
  readonly verdict: 'holds' | 'broken' | 'unseen';
  readonly links: readonly {
    readonly link: KnownLink;
    readonly status: LinkOutcome['status'];
    readonly fact: string;
  }[];
  /** The first broken link's cause first. */
  readonly causes: readonly CauseFound[];
  readonly needs: readonly Need[];
  /** Set where the container runs, so that what does not hold is its next pull. */
  readonly runs?: boolean;
}
