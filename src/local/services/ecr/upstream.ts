import { parseEcrHost } from '../../../ecr/hosts.ts';
import { RegistryError } from '../../../oci/client/errors.ts';
import { fetchContent } from '../../../oci/client/fetch.ts';
import { mirrorTable } from '../../../oci/client/mirrors.ts';
import { Repository } from '../../../oci/client/repository.ts';
import { resolve } from '../../../oci/client/resolve.ts';
import type { Credentials } from '../../../oci/client/token.ts';
import type { Descriptor } from '../../../oci/manifest.ts';
import type { Core } from '../../core/call.ts';
import { rootOf } from '../../identity/caller.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { issueToken } from '../../registry-token.ts';
import type { PullThroughCacheRuleRecord } from '../../state.ts';
import { upstreamCredentials } from './upstream-credentials.ts';

/** Runs some work with a connection to the repository that a cached one stands for. */
export async function withUpstream<Result>(
  core: Core,
  rule: PullThroughCacheRuleRecord,
  name: string,
  work: (upstream: Repository) => Promise<Result>,
): Promise<Result> {
  const upstream = open(core, rule, upstreamPath(rule, name));
  try {
    return await work(upstream);
  } finally {
    upstream.close();
  }
}

/** The name upstream of a cached repository: without the rule's prefix, under the upstream's own. */
export function upstreamPath(
  { ecrRepositoryPrefix, upstreamRepositoryPrefix }: PullThroughCacheRuleRecord,
  name: string,
): string {
  const prefix = ecrRepositoryPrefix.replace(/\/$/, '');
  const rest = prefix === 'ROOT' ? name : name.slice(prefix.length + 1);
  if (upstreamRepositoryPrefix === 'ROOT') return rest;
  return `${upstreamRepositoryPrefix.replace(/\/$/, '')}/${rest}`;
}

/** Another private registry is one of the local AWS, and is asked as the account whose rule it is. */
function open(core: Core, rule: PullThroughCacheRuleRecord, path: string): Repository {
  const { upstreamRegistryUrl: host, registryId } = rule;
  const { settings } = core;
  const ecr = parseEcrHost(host);
  if (ecr !== undefined) {
    const now = core.clock.now();
    const { password } = issueToken(settings.sealingKey, rootOf(registryId), ecr.region, now);
    return new Repository(
      { domain: new URL(settings.endpoint()).host, path: `${host}/${path}` },
      { credentials: { username: 'AWS', password } },
    );
  }
  const mirrors = Object.entries(settings.upstreams).map(([name, endpoint]) => [
    name,
    { endpoint, transparent: true },
  ]);
  return new Repository(
    { domain: host, path },
    {
      mirrors: mirrorTable(Object.fromEntries(mirrors)),
      credentials: credentialsOf(core, rule),
    },
  );
}

/** A secret that can't be read is, to whoever pulls, an upstream that lets nobody in. */
function credentialsOf(core: Core, rule: PullThroughCacheRuleRecord): Credentials | undefined {
  if (rule.credentialArn === undefined) return undefined;
  try {
    return upstreamCredentials(core, rule, rule.credentialArn);
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    throw new RegistryError('UNAUTHORIZED', cause.message, { cause });
  }
}

/** @returns what a tag or digest stands for upstream; undefined when there is no such thing. */
export async function resolveUpstream(
  upstream: Repository,
  object: string,
): Promise<Descriptor | undefined> {
  try {
    return await resolve(upstream, `${upstream.path}:${object}`, object);
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

export async function fetchManifest(upstream: Repository, descriptor: Descriptor): Promise<string> {
  const pieces: Buffer[] = [];
  await fetchContent(upstream, descriptor, (piece) => pieces.push(piece));
  return Buffer.concat(pieces).toString();
}

/**
 * Finds out whether an upstream takes the rule's credentials.
 * @throws RegistryError of the client when it does not, or cannot be reached.
 */
export async function signInUpstream(core: Core, rule: PullThroughCacheRuleRecord): Promise<void> {
  await withUpstream(core, rule, rule.ecrRepositoryPrefix, async (upstream) => {
    const answer = await upstream.request('GET', '/v2/');
    answer.body.resume();
    if (answer.status !== 200) {
      throw new RegistryError('UNEXPECTED_STATUS', answer.statusLine, { status: answer.status });
    }
  });
}
