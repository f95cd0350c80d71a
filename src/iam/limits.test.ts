// Quotas: IAM User Guide, "IAM and AWS STS quotas".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPolicySize, type PolicyUse, policySize } from './limits.ts';

describe('The size of a policy', () => {
  it('is counted without white space', () => assert.equal(policySize(' {\n\t"a": 1 }\r\n'), 7));

  const inline = { kind: 'inline', owner: 'role', name: 'node' } as const;
  const rows: readonly [PolicyUse, number, string][] = [
    [{ kind: 'managed' }, 6144, 'Cannot exceed quota for PolicySize: 6144'],
    [{ kind: 'trust' }, 2048, 'Cannot exceed quota for ACLSizePerRole: 2048'],
    [inline, 10240, 'Maximum policy size of 10240 bytes exceeded for role node'],
  ];
  for (const [use, quota, message] of rows) {
    it(`has a quota of ${quota} as ${use.kind}, over all texts together`, () => {
      const half = 'x'.repeat(quota / 2);
      checkPolicySize([half, `${half}   `], use);
      assert.throws(() => checkPolicySize([half, `${half}x`], use), {
        code: 'LimitExceeded',
        message,
      });
    });
  }
});
