import type { Grantee, Spec, SpecRepository } from '../types.ts';
import { repositoryAddress } from './addresses.ts';
import { type Granted, grantingStatements, nameOf, rolesIn } from './granting.ts';
import type { ResourceOf } from './resource.ts';
import { actionsOf, Version } from './statements.ts';

/**
 * The policies of repositories: what roles of other accounts, whole accounts and organizations may do. A role of the
 * repository's own account needs none (IAM User Guide, "Policy evaluation logic": one side is enough there).
 */
export function repositoryPolicies(spec: Spec): ResourceOf<'repository-policy'>[] {
  const granted = new Map<SpecRepository, Granted[]>();
  for (const grant of spec.grants) {
    for (const repository of grant.repositories) {
      const others = grant.by.filter((one) => !isOwn(one, repository));
      const all = granted.get(repository) ?? [];
      granted.set(repository, [...all, ...others.map((grantee) => ({ grantee, grant }))]);
    }
  }
  return spec.repositories.flatMap((repository) => {
    const all = granted.get(repository) ?? [];
    return all.length === 0 ? [] : [policyOf(repository, all)];
  });
}

/** Whether somebody is of the account that owns something. */
export function isOwn(grantee: Grantee, { account }: Pick<SpecRepository, 'account'>): boolean {
  return grantee.kind === 'role' && grantee.accountId === account.id;
}

function policyOf(
  repository: SpecRepository,
  granted: readonly Granted[],
): ResourceOf<'repository-policy'> {
  const statements = (['pull', 'push'] as const).flatMap((access) =>
    grantingStatements(
      granted.filter(({ grant }) => grant.access === access),
      { sid: access === 'pull' ? 'Pull' : 'Push', Action: actionsOf[access] },
      repository.region,
    ),
  );
  return {
    kind: 'repository-policy',
    address: repositoryAddress(repository, 'repository-policy'),
    account: repository.account.id,
    region: repository.region,
    // A policy that names a role which is not there is refused by ECR.
    dependsOn: [repositoryAddress(repository, 'repository'), ...rolesIn(granted)],
    reason: `grants ${repository.name} to ${[...new Set(granted.map(({ grantee }) => nameOf(grantee)))].join(', ')}`,
    properties: { repository: repository.name, document: { Version, Statement: statements } },
  };
}
