import { cacheService, upstreamName } from '../../ecr/upstreams.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import { RegistryError } from '../../oci/client/errors.ts';
import { fetchContent } from '../../oci/client/fetch.ts';
import { mirrorTable } from '../../oci/client/mirrors.ts';
import { Repository } from '../../oci/client/repository.ts';
import { resolve } from '../../oci/client/resolve.ts';
import type { Credentials } from '../../oci/client/token.ts';
import type { Descriptor } from '../../oci/manifest.ts';
import type { Core } from '../core/call.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { issueToken } from '../registry-token.ts';
import type { PullThroughCacheRuleRecord } from '../state.ts';
import { assumeRoleAs, pullThroughCacheRole } from './assumed-role.ts';
import { ecrErrors } from './errors.ts';
import { upstreamCredentials } from './upstream-credentials.ts';

/** Runs some work with a connection to the upstream repository of a cached one. */
export async function withUpstream<Result>(
  core: Core,
  rule: PullThroughCacheRuleRecord,
  name: string,
  work: (upstream: Repository) => Promise<Result>,
): Promise<Result> {
  const { ecrRepositoryPrefix: prefix, upstreamRepositoryPrefix: upstreamPrefix } = rule;
  const upstream = open(core, rule, upstreamName({ prefix, upstreamPrefix }, name));
  try {
    return await work(upstream);
  } finally {
    upstream.close();
  }
}

/**
 * Another private registry is one of the local AWS, and is accessed with the role that the rule names or ECR's
 * own.
 */
function open(core: Core, rule: PullThroughCacheRuleRecord, path: string): Repository {
  const { upstreamRegistryUrl: host } = rule;
  const { settings } = core;
  const ecr = parseEcrHost(host);
  if (ecr !== undefined) {
    return new Repository(
      { domain: new URL(settings.endpoint()).host, path: `${host}/${path}` },
      { credentials: asRefusal(() => registryLogin(core, rule, ecr.region)) },
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
      credentials: asRefusal(() => secretLogin(core, rule)),
    },
  );
}

/**
 * A token for another private registry. What may be pulled with it is decided by the role's policies and, in
 * another account, by the repository's too.
 * @throws AwsError when the role cannot be assumed, or may not get a token.
 */
function registryLogin(core: Core, rule: PullThroughCacheRuleRecord, region: string): Credentials {
  const { registryId, customRoleArn } = rule;
  const caller = customRoleArn
    ? assumeRoleAs(core, cacheService, registryId, customRoleArn)
    : pullThroughCacheRole(core, registryId);
  const action = 'ecr:GetAuthorizationToken';
  const needed = { action, resource: '*', accountId: registryId };
  const { decision, message = '' } = core.authorizer.decide(caller, needed, {});
  if (decision !== 'allowed') throw ecrErrors.notAuthorized(message);
  const now = core.clock.now();
  const { password } = issueToken(core.settings.sealingKey, caller, region, now);
  return { username: 'AWS', password };
}

/** Credentials from the rule's secret, if it has one: ECR reads it, and fills the registry, as its service-linked role. */
function secretLogin(core: Core, rule: PullThroughCacheRuleRecord): Credentials | undefined {
  const { credentialArn, registryId } = rule;
  pullThroughCacheRole(core, registryId);
  return credentialArn === undefined ? undefined : upstreamCredentials(core, rule, credentialArn);
}

/**
 * The puller sees a secret that cannot be read, or a role that cannot be assumed, as an upstream that refuses
 * access.
 */
function asRefusal<Result>(login: () => Result): Result {
  try {
    return login();
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    throw new RegistryError('UNAUTHORIZED', cause.message, { cause });
  }
}

/** @returns the digest of a tag or digest upstream; undefined when it does not exist. */
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
 * Checks whether an upstream accepts the rule's credentials.
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
