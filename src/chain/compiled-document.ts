import { type CompiledPolicy, compilePolicy, type PolicyKind } from '../iam/index.ts';

/** Policies that are remembered at most, and the longest of them in characters; the bounds only cost time. */
const most = 4_096;
const longest = 20_480;

const remembered = new Map<string, CompiledPolicy>();

/**
 * A policy document of a world, compiled. The same few documents decide over many pulls of a cluster, so what was compiled
 * once is given out again.
 * @throws PolicyError for a document that AWS would not keep.
 */
export function compiledDocument(document: string, kind: PolicyKind): CompiledPolicy {
  if (document.length > longest) return compilePolicy(document, kind);
  const key = `${kind} ${document}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const policy = compilePolicy(document, kind);
  if (remembered.size >= most) remembered.clear();
  remembered.set(key, policy);
  return policy;
}
