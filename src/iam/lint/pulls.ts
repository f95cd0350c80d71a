import { addOnAccounts } from '../../names/add-on-registries.ts';
import { splitArn } from '../../names/arn.ts';
import type { PolicyDocument } from '../document/model.ts';
import { covers } from './grants.ts';
import type { DocumentRule } from './types.ts';

const pull = 'ecr:batchgetimage';
/** The additional actions of the first pull through a cache (ECR User Guide, pull through cache). */
const pullThrough = ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'];

export const pullThroughNeedsMore: DocumentRule = (document, kind, use) => {
  if (kind !== 'identity' || !use.pullThroughCache || pullResources(document).length === 0)
    return [];
  const lacking = pullThrough.filter((action) => !allowed(document, action.toLowerCase()));
  return lacking.map((action) => ({
    code: 'PULL_THROUGH_NEEDS_MORE',
    severity: 'warning',
    message: `The first pull through a cache also needs ${action}; read permissions alone work only for images that are already cached.`,
  }));
};

/**
 * Nodes pull the pause image, the CNI plugin and other add-ons from registries of AWS's own accounts,
 * one for each region (EKS User Guide, "Amazon container image registries").
 */
export const eksRegistriesLockedOut: DocumentRule = (document, kind, use) => {
  if (kind !== 'identity' || !use.nodeRole) return [];
  const resources = pullResources(document);
  if (resources.length === 0 || resources.some(reachesOtherAccounts)) return [];
  return [
    {
      code: 'EKS_REGISTRIES_LOCKED_OUT',
      severity: 'warning',
      message:
        'Pulls are allowed from the listed accounts only, so nodes cannot pull EKS add-ons from the registries of AWS, such as 602401143452.dkr.ecr.us-east-1.amazonaws.com; add those or use "Resource": "*".',
    },
  ];
};

function reachesOtherAccounts(resource: string): boolean {
  const account = splitArn(resource)[4] ?? '*';
  return /[*?]/.test(account) || addOnAccounts.has(account);
}

function pullResources(document: PolicyDocument): string[] {
  return document.statements
    .filter(({ effect, actions }) => effect === 'Allow' && covers(actions, pull))
    .flatMap(({ resources }) => resources ?? ['*']);
}

function allowed(document: PolicyDocument, lowerAction: string): boolean {
  return document.statements.some(
    ({ effect, actions }) => effect === 'Allow' && covers(actions, lowerAction),
  );
}
