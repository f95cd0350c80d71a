import { advice, type Change } from '../actions/index.ts';
import { accountOf, nameOf } from '../names/arn.ts';
import { type EditableDocument, extended } from './documents.ts';
import type { AddedStatement } from './repair.ts';
import type { PullRequest } from './types.ts';

const Version = '2012-10-17';

const layers: Readonly<Record<AddedStatement['policyType'], string>> = {
  identity: 'policies of the caller',
  resource: 'policy of the repository',
  boundary: 'permissions boundary of the caller',
  session: 'session policy that the session is created with',
  scp: 'service control policy',
  vpce: 'policy of the VPC endpoint',
};

/**
 * What is added to make a pull work, as changes: an inline policy of a role, and the policy of the repository.
 * Where other policies are stored (boundaries, an organization's, a user's) cannot be told from the statements,
 * so these are advice.
 * @param before the current policy of the repository: what is added is appended to its statements. `several`
 * policies cannot be edited.
 */
export function changesOf(
  request: PullRequest,
  add: readonly AddedStatement[],
  before: EditableDocument | 'several' | undefined,
): Change[] {
  const of = (type: AddedStatement['policyType']) =>
    add.filter(({ policyType }) => policyType === type).map(({ statement }) => statement);
  const [identity, resource] = [of('identity'), of('resource')];
  const { registryId, region, repository } = request;
  const roleName = roleNameOf(request.principal);
  const reason = `the pull of ${repository} needs this`;
  const changes: Change[] = [];
  const byHand = (type: AddedStatement['policyType']) =>
    add
      .filter(({ policyType }) => policyType === type)
      .map(({ statement, target }) => {
        const at = target === undefined ? '' : ` at ${target}`;
        return advice(`add to the ${layers[type]}${at}: ${JSON.stringify(statement)}`);
      });
  if (identity.length > 0 && roleName !== undefined) {
    changes.push({
      kind: 'put-role-policy',
      account: accountOf(request.principal) ?? '',
      roleName,
      policyName: `ecr-pull-${repository.replaceAll('/', '-')}`.slice(0, 128),
      document: { Version, Statement: identity },
      reason,
      reversibility: 'reversible',
    });
  } else changes.push(...byHand('identity'));
  if (resource.length > 0 && before !== 'several') {
    changes.push({
      kind: 'set-repository-policy',
      account: registryId,
      region,
      repository,
      document: extended(before ?? { Version, Statement: [] }, ...resource),
      ...(before === undefined ? {} : { before }),
      reason,
      reversibility: 'reversible',
    });
  } else changes.push(...byHand('resource'));
  const others = ['boundary', 'session', 'scp', 'vpce'] as const;
  return [...changes, ...others.flatMap(byHand)];
}

/** The role of a principal: itself, or behind a session. */
function roleNameOf(principal: string): string | undefined {
  if (/:assumed-role\//.test(principal)) return principal.split('/')[1];
  return /:role\//.test(principal) ? nameOf(principal) : undefined;
}
