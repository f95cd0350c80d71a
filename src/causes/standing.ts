import { causeOf } from './catalogue.ts';
import { type KnownCause, knownCauseOf } from './known.ts';

/**
 * How far Hawser comes with a cause: it proves it from a world; or it can only name it, from a text, events or a node's
 * logs; or it is none of those who have the pull.
 */
export type Standing = 'proven' | 'named' | 'not ours';

/** How far Hawser comes with a cause, or with the one that it was merged into. */
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
