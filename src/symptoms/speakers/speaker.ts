/** Where in a pull or a push a request belongs. */
export type Phase = 'login' | 'resolve' | 'manifest' | 'layer' | 'push' | 'referrers';

/**
 * Whose credentials the one who speaks brings: the node's (through the kubelet), those of a machine on which somebody or
 * a build works, a task's execution role, or a pod's own.
 */
export type Puller = 'node' | 'machine' | 'task' | 'pod';

/** A sentence of a program and what is told by it. */
export interface Sentence {
  /**
   * Global; what it tells stands in groups named `method`, `url` or `host` and `path`, `status`, `image`. Every repetition
   * in it is bounded, so that reading takes time that grows with the text.
   */
  readonly pattern: RegExp;
  /** Where in a pull it is said, unless the request itself tells. */
  readonly phase?: Phase;
}

/** A program that tells of failed pulls and pushes, with its own words for them. */
export interface Speaker {
  readonly name: string;
  readonly puller?: Puller;
  /** Words that nobody else uses. */
  readonly known: RegExp;
  readonly sentences: readonly Sentence[];
}

/** A URL as programs print it, in quotes or not. */
export const url = String.raw`"?(?<url>https?:\/\/[^\s"',;<>\\]{1,1500})`;

/** An image reference, in quotes or not. */
export const image = String.raw`"?(?<image>[\w./@:-]{1,500})`;

/** A host, with a port or without. */
export const host = String.raw`(?<host>[a-z0-9.-]{1,253}(?::\d{1,5})?)`;

/** A sentence of words and the pieces above. */
export function sentence(pattern: string, phase?: Phase): Sentence {
  const said = { pattern: new RegExp(pattern, 'gi') };
  return phase === undefined ? said : { ...said, phase };
}
