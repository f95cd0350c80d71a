// Statements, trust in issuers, and the codes that are found in them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lintPolicy } from '../lint/lint.ts';
import type { LintCode, LintKind, LintUse } from '../lint/types.ts';

export const github = 'token.actions.githubusercontent.com';
export const githubProvider = { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` };
export const eks = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
export const eksProvider = { Federated: `arn:aws:iam::111122223333:oidc-provider/${eks}` };
export const web = (Principal: object, Condition: object) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
});
export const githubSub = (operator: string, sub: string) => {
  const conditions = { [operator]: { [`${github}:sub`]: sub } };
  const audience = { [`${github}:aud`]: 'sts.amazonaws.com', ...conditions.StringEquals };
  return web(githubProvider, { ...conditions, StringEquals: audience });
};
export const ofCluster = (issuer: string) =>
  web(
    { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
    {
      StringEquals: {
        [`${issuer}:aud`]: 'sts.amazonaws.com',
        [`${issuer}:sub`]: 'system:serviceaccount:a:b',
      },
    },
  );
export const allow = (Action: unknown, Resource: unknown = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
});
export const own = 'arn:aws:ecr:us-east-1:111122223333:repository/*';

interface Row {
  readonly what: string;
  readonly kind: LintKind;
  readonly statement: object;
  readonly use?: LintUse;
  readonly version?: string;
  readonly expected: readonly LintCode[];
}

/** A test for each row: a statement, and the codes that are found in it. */
export function lints(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    for (const { what, kind, statement, use, version = '2012-10-17', expected } of rows) {
      it(`${what}: ${expected.join(', ') || 'nothing'}`, () => {
        const found = lintPolicy({ Version: version, Statement: statement }, kind, use);
        assert.deepEqual(
          found.map(({ code }) => code),
          expected,
        );
      });
    }
  });
}
