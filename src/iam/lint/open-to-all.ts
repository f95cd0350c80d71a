import { operatorOf } from '../condition/operator.ts';
import type { ConditionEntry } from '../document/model.ts';
import type { LintKind, StatementRule } from './types.ts';

/** Kinds whose statements say who else may; policies of endpoints and of organizations name everybody as a rule. */
const sharing: ReadonlySet<LintKind> = new Set([
  'resource',
  'ecr-repository',
  'ecr-registry',
  'trust',
]);

/**
 * Keys whose values one account alone cannot give itself, as IAM Access Analyzer and S3 see it (S3 User Guide, "The meaning of
 * public"). Tags and names of a caller are not among them: every account may choose them.
 */
const telling =
  /^aws:(principal(orgid|orgpaths|account|arn)|source(arn|account|orgid|orgpaths|ip|vpc|vpce)|vpce(account|orgid|orgpaths)|userid)$/i;

/** `Principal: "*"` with Allow is everybody in every account of AWS, unless a condition says who they are. */
export const openToAll: StatementRule = ({ effect, principals = [], conditions }, kind) => {
  const everybody = principals.some(({ value }) => value === '*');
  if (!sharing.has(kind) || effect !== 'Allow' || !everybody) return [];
  if (conditions.some(narrows)) return [];
  return [
    {
      code: 'OPEN_TO_EVERY_ACCOUNT',
      severity: 'error',
      message:
        'Principal "*" without a condition on who calls lets in every AWS account: name the accounts or roles, or add "StringEquals": {"aws:PrincipalOrgID": "<the organization\'s id>"}.',
    },
  ];
};

/** A condition that callers without the key, and those of other accounts, fail. */
function narrows({ operator, key, values }: ConditionEntry): boolean {
  const { negated, ifExists, set, comparison } = operatorOf(operator) ?? {};
  const firm = negated === false && !ifExists && set !== 'ForAllValues' && comparison !== 'Null';
  return firm && telling.test(key) && !values.some((value) => isAnyValue(key, value));
}

/** A value that callers of any account have. */
function isAnyValue(key: string, value: string): boolean {
  if (/arn$/i.test(key)) return /[*?]/.test(value.split(':')[4] ?? '*');
  return /^[*?]+$|\/0$/.test(value);
}
