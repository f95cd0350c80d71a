import { principalsOf } from '../document/check-principals.ts';
import type { StatementRule } from './types.ts';

/** A star alone means everyone; AWS does not accept one within an ARN (IAM User Guide, "Principal"). */
export const wildcardInPrincipal: StatementRule = (statement) =>
  principalsOf(statement)
    .filter(({ type, value }) => type === 'AWS' && value !== '*' && /[*?]/.test(value))
    .map(({ value }) => ({
      code: 'WILDCARD_IN_PRINCIPAL',
      severity: 'error',
      message: `AWS takes no wildcard within a principal, as in ${value}: name the account, and narrow it with "ArnLike": {"aws:PrincipalArn": "${value}"}.`,
    }));
