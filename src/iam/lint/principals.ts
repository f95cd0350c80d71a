import { principalsOf } from '../document/check-principals.ts';
import type { StatementRule } from './types.ts';

/** A single * means everyone; AWS does not accept a wildcard within an ARN (IAM User Guide, "Principal"). */
export const wildcardInPrincipal: StatementRule = (statement) =>
  principalsOf(statement)
    .filter(({ type, value }) => type === 'AWS' && value !== '*' && /[*?]/.test(value))
    .map(({ value }) => ({
      code: 'WILDCARD_IN_PRINCIPAL',
      severity: 'error',
      message: `AWS does not accept a wildcard within a principal, as in ${value}: specify the account, and restrict it with "ArnLike": {"aws:PrincipalArn": "${value}"}.`,
    }));
