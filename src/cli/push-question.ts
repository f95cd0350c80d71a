import type { IdentityToken } from '../chain/pull.ts';
import type { Question } from '../evidence/judge.ts';
import type { Asked } from './question.ts';
import { roleArn } from './role-arn.ts';
import { UsageError } from './usage-error.ts';

/**
 * The push that is asked about; undefined where a pull is.
 * @throws UsageError for a build without a role, or one that no CI system has.
 */
export function pushQuestion(image: string, asked: Asked): Question | undefined {
  const { as: role, from, push, audience } = asked;
  const build = from === undefined ? undefined : buildToken(from, audience);
  if (build === undefined && push !== true) {
    if (audience === undefined) return undefined;
    throw new UsageError('--audience is of the token of a build', 'Name the build with --from.');
  }
  if (role === undefined) {
    throw new UsageError(
      `${push === true ? '--push' : '--from'} needs the role that pushes`,
      'Name it with --as ROLE_ARN.',
    );
  }
  if (build === undefined && from !== undefined) {
    throw new UsageError(
      `--push is not made by ${from}`,
      'Give --from github:OWNER/REPO:ref:refs/heads/main, or leave it out.',
    );
  }
  return { image, role: roleArn(role), push: build === undefined ? {} : { token: build } };
}

/** @returns undefined for what is not of a CI system. */
function buildToken(from: string, audience: string | undefined): IdentityToken | undefined {
  const [, system, who = ''] = /^(\w+):(.*)$/s.exec(from) ?? [];
  if (system === undefined) return undefined;
  if (system !== 'github' && system !== 'gitlab') {
    throw new UsageError(
      `the tokens of "${system}" are not known`,
      'Give --from github:OWNER/REPO:ref:refs/heads/main or gitlab:GROUP/PROJECT:ref_type:branch:ref:main.',
    );
  }
  if (/[*?]/.test(who)) {
    throw new UsageError(
      `"${from}" names many runs, and a token is of one`,
      'Name one branch, tag or environment, without * and ?.',
    );
  }
  return system === 'github' ? githubToken(who, audience) : gitlabToken(who, audience);
}

/** GitHub Docs, "OpenID Connect reference": subject `repo:OWNER/REPO:…`, by branch, tag, environment or pull request. */
function githubToken(who: string, audience = 'sts.amazonaws.com'): IdentityToken {
  const [, repository, kind, value = ''] =
    /^([^:/\s]+\/[^:/\s]+):(ref|environment|pull_request)(?::(\S.*))?$/.exec(who) ?? [];
  if (repository === undefined || (kind === 'pull_request') !== (value === '')) {
    throw new UsageError(
      `"github:${who}" names no run of GitHub Actions`,
      'Write github:OWNER/REPO:ref:refs/heads/BRANCH, github:OWNER/REPO:environment:NAME or github:OWNER/REPO:pull_request.',
    );
  }
  return {
    issuer: 'token.actions.githubusercontent.com',
    audience,
    subject: `repo:${who}`,
    claims: { repository, ...(kind === 'pull_request' ? {} : { [kind ?? '']: value }) },
  };
}

/** GitLab Docs, "OpenID Connect (OIDC) Authentication Using ID Tokens": subject `project_path:…:ref_type:…:ref:…`. */
function gitlabToken(who: string, audience = 'https://gitlab.com'): IdentityToken {
  if (!/^[^:\s]+\/[^:\s]+:ref_type:(branch|tag):ref:\S+$/.test(who)) {
    throw new UsageError(
      `"gitlab:${who}" names no job of GitLab`,
      'Write gitlab:GROUP/PROJECT:ref_type:branch:ref:BRANCH.',
    );
  }
  return { issuer: 'gitlab.com', audience, subject: `project_path:${who}`, claims: {} };
}
