import type { PlannedChange } from '../actions/index.ts';
import { accountOf, nameOf } from '../names/arn.ts';
import type { AddedStatement } from './repair.ts';
import type { PullRequest } from './types.ts';

const Version = '2012-10-17';

/**
 * What is added to make a pull work, as changes: an inline policy of a role, and the policy of a repository that has none.
 * How other policies are kept (boundaries, an organization's, one that has statements already) the statements don't say.
 * @param hasPolicy whether the repository has a policy, whose text would be replaced.
 */
export function changesOf(
  request: PullRequest,
  add: readonly AddedStatement[],
  hasPolicy: boolean,
): PlannedChange[] {
  const of = (type: AddedStatement['policyType']) =>
    add.filter(({ policyType }) => policyType === type).map(({ statement }) => statement);
  const [identity, resource] = [of('identity'), of('resource')];
  const { registryId, region, repository } = request;
  const roleName = roleNameOf(request.principal);
  const changes: PlannedChange[] = [];
  if (identity.length > 0 && roleName !== undefined) {
    changes.push({
      kind: 'put-role-policy',
      account: accountOf(request.principal) ?? '',
      roleName,
      policyName: `ecr-pull-${repository.replaceAll('/', '-')}`.slice(0, 128),
      document: { Version, Statement: identity },
      reversibility: 'reversible',
    });
  }
  if (resource.length > 0 && !hasPolicy) {
    changes.push({
      kind: 'set-repository-policy',
      account: registryId,
      region,
      repository,
      document: { Version, Statement: resource },
      reversibility: 'reversible',
    });
  }
  return changes;
}

/** The role of a principal: itself, or behind a session. */
function roleNameOf(principal: string): string | undefined {
  if (/:assumed-role\//.test(principal)) return principal.split('/')[1];
  return /:role\//.test(principal) ? nameOf(principal) : undefined;
}
