import { actionRow } from '../actions/lookup.ts';
import { globMatcher } from '../match/glob.ts';
import type { StatementRule } from './types.ts';

const token = 'ecr:getauthorizationtoken';

/** A repository policy cannot grant the token: that action works on no resource. */
export const tokenInResourcePolicy: StatementRule = (statement, kind) => {
  if (kind !== 'resource' && kind !== 'ecr-repository') return [];
  if (!statement.actions?.some((action) => action.toLowerCase() === token)) return [];
  return [
    {
      code: 'TOKEN_IN_RESOURCE_POLICY',
      severity: 'warning',
      message:
        'ecr:GetAuthorizationToken works on no resource, so a policy on a repository neither grants nor denies it; put it into the identity policy of who pulls.',
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
    message: `${action} works on no resource, so on an ARN this statement does not cover it; give it a statement with "Resource": "*".`,
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
      message: 'A repository policy is on its repository and names no Resource; ECR refuses it.',
    },
  ];
};

export const notPrincipalAllow: StatementRule = ({ notPrincipals, effect }) => {
  if (notPrincipals === undefined || effect !== 'Allow') return [];
  return [
    {
      code: 'NOT_PRINCIPAL_ALLOW',
      severity: 'error',
      message: 'AWS does not support NotPrincipal with Allow; name who is allowed with Principal.',
    },
  ];
};

/** Whether a list of action patterns covers an action, given in lower case. */
export function covers(patterns: readonly string[] | undefined, lowerAction: string): boolean {
  return patterns?.some((pattern) => globMatcher(pattern.toLowerCase())(lowerAction)) ?? false;
}
