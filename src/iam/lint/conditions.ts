import { operatorOf } from '../condition/operator.ts';
import type { StatementRule } from './types.ts';

/** StringEquals compares `*` literally, a common mistake in trust policies. */
export const wildcardInEquals: StatementRule = ({ conditions }) =>
  conditions
    .filter(({ operator, values }) => {
      const comparison = operatorOf(operator)?.comparison ?? '';
      const literal = comparison === 'StringEquals' || comparison === 'StringEqualsIgnoreCase';
      return literal && values.some((value) => /[*?]/.test(value.replace(/\$\{[^}]*\}/g, '')));
    })
    .map(({ operator, key }) => ({
      code: 'WILDCARD_IN_EQUALS',
      severity: 'warning',
      message: `${operator} compares ${key} with literal * and ? characters; use ${operator.replace(/Equals(IgnoreCase)?/, 'Like')} for wildcards.`,
    }));

export const variableInOldVersion: StatementRule = (statement, _kind, { version }) => {
  const texts = [
    ...(statement.resources ?? []),
    ...(statement.notResources ?? []),
    ...statement.conditions.flatMap(({ values }) => values),
  ];
  const used = texts.find((text) => /\$\{[^}]+\}/.test(text));
  if (version === '2012-10-17' || used === undefined) return [];
  return [
    {
      code: 'VARIABLE_IN_OLD_VERSION',
      severity: 'error',
      message: `Without "Version": "2012-10-17" the variable in ${used} is plain text.`,
    },
  ];
};

/** ForAllValues also matches when the key is absent, so an Allow is broader than it seems. */
export const forAllValuesAllow: StatementRule = ({ effect, conditions }) => {
  if (effect !== 'Allow') return [];
  const sure = new Set(
    conditions
      .filter(({ operator, values }) => operator === 'Null' && values.includes('false'))
      .map(({ key }) => key.toLowerCase()),
  );
  return conditions
    .filter(
      ({ operator, key }) =>
        operatorOf(operator)?.set === 'ForAllValues' && !sure.has(key.toLowerCase()),
    )
    .map(({ key, operator }) => ({
      code: 'FOR_ALL_VALUES_ALLOW',
      severity: 'warning',
      message: `${operator} also matches when the request has no ${key}; add "Null": {"${key}": "false"}.`,
    }));
};
