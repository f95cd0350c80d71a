import { matchesImage } from './match-images.ts';

export interface AuthEntry {
  readonly username: string;
  readonly password: string;
}

/** Registry credentials, by registry or path prefix, which may contain globs. */
export type AuthMap = Readonly<Record<string, AuthEntry>>;

const defaultRegistry = 'index.docker.io';

/**
 * Finds the credentials for an image among those for registries and path prefixes: the longest and most
 * specific match first (kubelet: BasicDockerKeyring.Lookup, which sorts the keys in reverse order).
 * @param image without tag and digest.
 * @param auths any number of maps; of equal keys the earlier map's entry comes first.
 * @returns every match, to be tried in turn.
 */
export function lookup(image: string, auths: readonly AuthMap[]): AuthEntry[] {
  const entries = auths.flatMap((auth) =>
    Object.entries(auth).map(([location, entry]) => ({ location, entry })),
  );
  return matching(image, entries).map(({ entry }) => entry);
}

/** Whether an entry for that location may be among those that `lookup` finds for an image. */
export function mayConcern(image: string, location: string): boolean {
  const key = keyOf(location);
  return key !== undefined && (key === defaultRegistry || matchesImage(key, image));
}

/** The same for the locations alone, such as the keys of a pull secret's `auths`. */
export function lookupLocations(image: string, locations: readonly string[]): string[] {
  return matching(
    image,
    locations.map((location) => ({ location })),
  ).map(({ location }) => location);
}

function matching<Entry extends { readonly location: string }>(
  image: string,
  entries: readonly Entry[],
): Entry[] {
  const keyed = entries.flatMap((entry) => {
    const key = keyOf(entry.location);
    return key === undefined ? [] : [{ key, entry }];
  });
  const found = keyed
    .filter(({ key }) => matchesImage(key, image))
    .sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? 1 : -1));
  const matches =
    found.length > 0 || !isOfDefaultRegistry(image)
      ? found
      : keyed.filter(({ key }) => key === defaultRegistry);
  return matches.map(({ entry }) => entry);
}

/** A key without scheme and without the `/v1/` or `/v2/` that Docker's own files have. */
function keyOf(location: string): string | undefined {
  const text = /^https?:\/\//.test(location) ? location : `https://${location}`;
  const match = /^https?:\/\/([^/]+)(\/.*)?$/.exec(text);
  if (match === null) return undefined;
  const [, host = '', path = ''] = match;
  const effective = /^\/v[12]\//.test(path) ? path.slice(3) : path;
  return effective === '/' ? host : host + effective;
}

function isOfDefaultRegistry(image: string): boolean {
  const [first = '', ...rest] = image.split('/');
  if (first === '') return false;
  return rest.length === 0 || first === 'docker.io' || first === defaultRegistry
    ? true
    : !/[.:]/.test(first);
}
