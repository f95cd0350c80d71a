import { causeOf } from './catalogue.ts';
import { type KnownCause, knownCauseOf } from './known.ts';

/**
 * The status of a cause: it can be proven from a world; or only named, from a text, events or a node's logs; or nobody
 * who runs the cluster or owns the registry can fix it.
 */
export type Standing = 'proven' | 'named' | 'not ours';

/** The status of a cause, or of the one that it was merged into. */
export function standingOf(cause: KnownCause): Standing {
  const { code, notOurs } = survivorOf(cause);
  if (causeOf(code) !== undefined) return 'proven';
  return notOurs === undefined ? 'named' : 'not ours';
}

/** The cause itself, or the one that it was merged into: what is proven on its own stays on its own. */
export function survivorOf(cause: KnownCause): KnownCause {
  if (cause.sameAs === undefined || causeOf(cause.code) !== undefined) return cause;
  return knownCauseOf(cause.sameAs) ?? cause;
}
