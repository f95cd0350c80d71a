import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

/** What a pull secret holds, without its secrets. */
export interface SecretFacts {
  readonly type: string;
  /** What it has an entry for; undefined when it can't be read as a docker config. */
  readonly registries?: readonly SecretEntry[];
}

export interface SecretEntry {
  /** The key of the entry as it is written: a registry or a path prefix, which may hold globs. */
  readonly location: string;
  readonly username: string;
  /** What the registry said to this entry; unseen when nobody asked it. */
  readonly accepted: Fact<{ readonly status: number; readonly message: string }>;
}

export function secretAt(namespace: string, name: string): Place<'secrets'> {
  const key = `${namespace}/${name}`;
  const permission = `get secrets in namespace ${namespace}`;
  return { kind: 'secrets', key, fact: `Secret ${key}`, permission };
}
