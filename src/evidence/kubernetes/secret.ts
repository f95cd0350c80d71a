import { isLoopback } from '../../aws/client/loopback.ts';
import { type Fact, known, unseen } from '../../chain/fact.ts';
import { type SecretEntry, type SecretFacts, secretAt } from '../../chain/world.ts';
import { type AuthEntry, lookupLocations } from '../../kubelet/keyring.ts';
import { readPullSecret } from '../../kubelet/pull-secrets.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { withoutSecrets } from '../../symptoms/secrets.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Cluster } from './cluster.ts';

/**
 * Looks at a pull secret: for which registries it has entries, and what the image's registry says to
 * them. The entries themselves stay here.
 */
export function observeSecret(
  cluster: Cluster,
  namespace: string,
  name: string,
  place: EcrImage | undefined,
  endpoint: string | undefined,
): Promise<Fact<SecretFacts>> {
  return once(cluster, `secret ${namespace}/${name} for ${place?.imageKey}`, () =>
    lookAtSecret(cluster, namespace, name, place, endpoint),
  );
}

async function lookAtSecret(
  { core }: Cluster,
  namespace: string,
  name: string,
  place: EcrImage | undefined,
  endpoint: string | undefined,
): Promise<Fact<SecretFacts>> {
  const look = { ...secretAt(namespace, name), absentOn: ['404'] };
  const secret = await observe(look, () => core.readNamespacedSecret({ namespace, name }));
  if (secret.state !== 'known') return secret;
  const { type = '', data = {} } = secret.value;
  const auths = readPullSecret({ type, data });
  if (auths === undefined) return known({ type });
  const registries = await Promise.all(
    Object.entries(auths).map(([location, entry]) =>
      observeEntry(location, entry, matches(location, place), place, endpoint),
    ),
  );
  return known({ type, registries });
}

/** Whether the kubelet would try an entry for the image: by globs, port and path as its keyring has them. */
function matches(location: string, place: EcrImage | undefined): boolean {
  return (
    place !== undefined && lookupLocations(`${place.host}/${place.name}`, [location]).length > 0
  );
}

async function observeEntry(
  key: string,
  { username, password }: AuthEntry,
  concerns: boolean,
  place: EcrImage | undefined,
  endpoint: string | undefined,
): Promise<SecretEntry> {
  const location = key.replace(/^(https?:\/\/)[^/@]*@/, '$1');
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  const accepted =
    concerns && place !== undefined
      ? await tryEntry(basic, place.host, place, endpoint)
      : unseen(`answer of ${location}`, 'not the registry of this image');
  return { location, username, accepted };
}

/** Asks the registry for the image's manifest with the entry, as the runtime would. */
function tryEntry(
  basic: string,
  host: string,
  place: EcrImage,
  endpoint: string | undefined,
): Promise<Fact<{ status: number; message: string }>> {
  const reference = place.imageKey.slice(place.repositoryKey.length + 1);
  const path = `${place.name}/manifests/${reference}`;
  const url = isLoopback(endpoint)
    ? `${endpoint}/v2/${host}/${path}`
    : `https://${host}/v2/${path}`;
  const look = {
    fact: `answer of ${host} to the Secret`,
    permission: `a route to ${host}`,
    absentOn: [],
  };
  return observe(look, async () => {
    const answer = await fetch(url, {
      headers: { authorization: `Basic ${basic}` },
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    return { status: answer.status, message: answer.ok ? '' : withoutSecrets(messageOf(text)) };
  });
}

function messageOf(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: { message?: string }[] };
    return errors?.[0]?.message ?? '';
  } catch {
    return body.trim().slice(0, 200);
  }
}
