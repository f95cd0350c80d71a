import type { Resource } from './resources.ts';

/** @returns the key under which an object is stored. */
export function keyOf(resource: Resource, namespace: string, name: string): string {
  return resource.namespaced ? `${namespace}/${name}` : name;
}

/** A random suffix of five characters for a generated name (apiserver: names/generate.go). */
export function suffix(): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  const bytes = crypto.getRandomValues(new Uint8Array(5));
  return [...bytes].map((byte) => letters[byte % letters.length]).join('');
}
