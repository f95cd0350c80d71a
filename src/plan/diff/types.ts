import type { Change } from '../../actions/index.ts';
import type { ResourceKind } from '../../spec/graph/resource.ts';

export type Action = 'create' | 'update' | 'replace' | 'delete';

/** What a change may cost others. */
export interface Risk {
  readonly kind: /** Images are deleted for good. */
    | 'loses-images'
    /** A lifecycle rule takes images that were pulled of late. */
    | 'expires-images'
    /** A pull that works now will fail. */
    | 'breaks-pull'
    /** It was there before, and is changed to what the spec says. */
    | 'takes-over';
  readonly text: string;
}

/** An attribute that changes, as it is printed; undefined for what is not there. */
export interface AttributeChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly reason: string;
}

/** What is to become of one resource. */
export interface ResourceChange {
  readonly address: string;
  readonly kind: ResourceKind;
  readonly account: string;
  readonly region: string | undefined;
  readonly action: Action;
  readonly reason: string;
  readonly risk: readonly Risk[];
  readonly attributes: readonly AttributeChange[];
  /** The calls that make it, in order. */
  readonly steps: readonly Change[];
}
