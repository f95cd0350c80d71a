import { partitionOf } from '../../names/partitions.ts';
import type { Access, Grantee, Spec, SpecGrant, SpecRepository } from '../types.ts';
import { addressOf, repositoryAddress } from './addresses.ts';
import type { ResourceOf } from './resource.ts';
import { actionsOf, oneOrMany, Version } from './statements.ts';

/** A grantee, with the grant by which it is one. */
interface Granted {
  readonly grantee: Grantee;
  readonly grant: SpecGrant;
}

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

function isOwn(grantee: Grantee, { account }: SpecRepository): boolean {
  return grantee.kind === 'role' && grantee.accountId === account.id;
}

function policyOf(
  repository: SpecRepository,
  granted: readonly Granted[],
): ResourceOf<'repository-policy'> {
  const statements = (['pull', 'push'] as const).flatMap((access) =>
    statementsOf(
      access,
      granted.filter(({ grant }) => grant.access === access),
      repository,
    ),
  );
  const roles = granted.flatMap(({ grantee }) =>
    grantee.kind === 'role' && grantee.role !== undefined
      ? [addressOf(grantee.role.account, 'role', grantee.name)]
      : [],
  );
  return {
    kind: 'repository-policy',
    address: repositoryAddress(repository, 'repository-policy'),
    account: repository.account.id,
    region: repository.region,
    // A policy that names a role which is not there is refused by ECR.
    dependsOn: [repositoryAddress(repository, 'repository'), ...new Set(roles)],
    reason: `grants ${repository.name} to ${[...new Set(granted.map(({ grantee }) => nameOf(grantee)))].join(', ')}`,
    properties: { repository: repository.name, document: { Version, Statement: statements } },
  };
}

/** In words, such as `role arn:aws:iam::111122223333:role/node`. */
export function nameOf(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'role':
      return `role ${grantee.arn}`;
    case 'account':
      return `account ${grantee.accountId}`;
    case 'organization':
      return `organization ${grantee.id}`;
  }
}

function statementsOf(
  access: Access,
  granted: readonly Granted[],
  { region }: SpecRepository,
): object[] {
  const partition = partitionOf(region).id;
  const root = (account: string) => `arn:${partition}:iam::${account}:root`;
  const by = (take: (one: Granted) => readonly string[]) =>
    [...new Set(granted.flatMap(take))].sort();
  const roles = by(({ grantee, grant }) =>
    grantee.kind === 'role' && !grant.survivesRecreation ? [grantee.arn] : [],
  );
  const accounts = by(({ grantee }) =>
    grantee.kind === 'account' ? [root(grantee.accountId)] : [],
  );
  const lasting = by(({ grantee, grant }) =>
    grantee.kind === 'role' && grant.survivesRecreation ? [grantee.arn] : [],
  );
  const organizations = by(({ grantee }) => (grantee.kind === 'organization' ? [grantee.id] : []));
  const verb = access === 'pull' ? 'Pull' : 'Push';
  const Action = actionsOf[access];
  const named = [...accounts, ...roles];
  return [
    ...(named.length === 0
      ? []
      : [{ Sid: verb, Effect: 'Allow', Principal: { AWS: oneOrMany(named) }, Action }]),
    ...(lasting.length === 0 ? [] : [lastingStatement(verb, lasting, root, Action)]),
    ...(organizations.length === 0
      ? []
      : [
          {
            Sid: `${verb}Organization`,
            Effect: 'Allow',
            Principal: '*',
            Action,
            Condition: { StringEquals: { 'aws:PrincipalOrgID': oneOrMany(organizations) } },
          },
        ]),
  ];
}

/**
 * A role as principal stands for that one role: IAM keeps its unique id, so that a new role of the same name is another
 * (IAM User Guide, "AWS JSON policy elements: Principal"). The account with a condition on the name is not.
 */
function lastingStatement(
  verb: string,
  arns: readonly string[],
  root: (account: string) => string,
  Action: readonly string[],
): object {
  const accounts = [...new Set(arns.map((arn) => root(arn.split(':')[4] ?? '')))].sort();
  return {
    Sid: `${verb}ByName`,
    Effect: 'Allow',
    Principal: { AWS: oneOrMany(accounts) },
    Action,
    Condition: { ArnEquals: { 'aws:PrincipalArn': oneOrMany(arns) } },
  };
}
