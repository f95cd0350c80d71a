// AWS General Reference, "Amazon Resource Names".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { accountOf, formatArn, nameOf, parseArn } from './arn.ts';

describe('An ARN', () => {
  it('is split at its first five colons', () => {
    assert.deepEqual(parseArn('arn:aws-cn:iam::111122223333:role/a/b:c'), {
      partition: 'aws-cn',
      service: 'iam',
      region: '',
      accountId: '111122223333',
      resource: 'role/a/b:c',
    });
  });

  it('is what has six parts and starts with arn', () => {
    for (const text of ['', '*', 'arn:aws:iam::111122223333', 'urn:aws:iam::1:role/a']) {
      assert.equal(parseArn(text), undefined);
    }
  });

  it('is printed as it was read', () => {
    const part = fc.stringMatching(/^[a-z0-9-]{0,12}$/);
    const resource = fc.stringMatching(/^[a-z0-9/:-]{0,20}$/);
    fc.assert(
      fc.property(
        part,
        part,
        part,
        part,
        resource,
        (partition, service, region, accountId, last) => {
          const arn = { partition, service, region, accountId, resource: last };
          assert.deepEqual(parseArn(formatArn(arn)), arn);
        },
      ),
    );
  });

  it('tells the account and the name without the path', () => {
    const arn = 'arn:aws:iam::111122223333:role/team/node';
    assert.deepEqual([accountOf(arn), nameOf(arn)], ['111122223333', 'node']);
    assert.equal(accountOf('no ARN'), undefined);
  });
});
