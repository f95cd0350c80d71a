import { actionRow } from '../actions/lookup.ts';
import { globMatcher } from '../match/glob.ts';
import type { StatementRule } from './types.ts';

const token = 'ecr:getauthorizationtoken';

/** A repository policy cannot grant the token: that action has no resource type. */
export const tokenInResourcePolicy: StatementRule = (statement, kind) => {
  if (kind !== 'resource' && kind !== 'ecr-repository') return [];
  if (!statement.actions?.some((action) => action.toLowerCase() === token)) return [];
  return [
    {
      code: 'TOKEN_IN_RESOURCE_POLICY',
      severity: 'warning',
      message:
        'ecr:GetAuthorizationToken has no resource type, so a repository policy neither grants nor denies it; add it to the identity policy of the principal that pulls.',
    },
  ];
};

/** Actions without a resource type are covered by `*` only; an ARN has no effect on them. */
export const noResourceActionOnArn: StatementRule = (statement) => {
  const { resources = ['*'], actions = [] } = statement;
  if (resources.some((resource) => resource === '*')) return [];
  const lost = actions.filter((action) => actionRow(action)?.resources.length === 0);
  return lost.map((action) => ({
    code: 'NO_RESOURCE_ACTION_ON_ARN',
    severity: 'error',
    message: `${action} has no resource type, so a statement with an ARN does not cover it; add a statement with "Resource": "*".`,
  }));
};

export const unknownEcrAction: StatementRule = ({ actions = [], notActions = [] }) =>
  [...actions, ...notActions]
    .filter((action) => /^ecr:[^*?]*$/i.test(action) && actionRow(action) === undefined)
    .map((action) => ({
      code: 'UNKNOWN_ECR_ACTION',
      severity: 'warning',
      message: `ECR has no action ${action.slice(4)}; the entry covers nothing.`,
    }));

export const resourceInRepositoryPolicy: StatementRule = (statement, kind) => {
  const names = (statement.resources ?? statement.notResources) !== undefined;
  if (kind !== 'ecr-repository' || !names) return [];
  return [
    {
      code: 'RESOURCE_IN_REPOSITORY_POLICY',
      severity: 'error',
      message:
        'A repository policy applies to its repository; ECR refuses one with a Resource element.',
    },
  ];
};

export const notPrincipalAllow: StatementRule = ({ notPrincipals, effect }) => {
  if (notPrincipals === undefined || effect !== 'Allow') return [];
  return [
    {
      code: 'NOT_PRINCIPAL_ALLOW',
      severity: 'error',
      message:
        'AWS does not support NotPrincipal with Allow; list the allowed principals in Principal.',
    },
  ];
};

/** Whether a list of action patterns covers an action, given in lower case. */
export function covers(patterns: readonly string[] | undefined, lowerAction: string): boolean {
  return patterns?.some((pattern) => globMatcher(pattern.toLowerCase())(lowerAction)) ?? false;
}
