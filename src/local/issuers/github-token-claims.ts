/** The issuer of GitHub's tokens, also with an enterprise's path after it. */
const github = /^https:\/\/token\.actions\.githubusercontent\.com(\/|$)/;

/** Who runs a workflow by default. */
const exampleSubject = 'repo:my-org/my-app:ref:refs/heads/main';

/**
 * The claims that GitHub puts into a workflow's token, as far as they follow from its subject: repository and
 * owner, and branch or tag, environment or pull request. Source: GitHub Docs, "OpenID Connect reference",
 * claims and subject.
 * @returns no claims for any other issuer.
 */
export function githubTokenClaims(
  issuer: string,
  subject: string | undefined,
): Record<string, string> {
  if (!github.test(issuer)) return {};
  const sub = subject ?? exampleSubject;
  const [, repository, kind, value = ''] = /^repo:([^:]+):([a-z_]+)(?::(.+))?$/.exec(sub) ?? [];
  if (repository === undefined) return { sub };
  return {
    sub,
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    actor: repository.split('/')[0] ?? '',
    event_name: kind === 'pull_request' ? 'pull_request' : 'push',
    ...(kind === 'ref'
      ? { ref: value, ref_type: value.startsWith('refs/tags/') ? 'tag' : 'branch' }
      : {}),
    ...(kind === 'environment' ? { environment: value } : {}),
  };
}
