// The ARN that the finding suggests for a host in Resource.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostIn } from './hosts.ts';

describe('A registry host in a policy', () => {
  it('is replaced by the ARN of a repository in the partition of its Region', () => {
    const hosts = [
      '111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:v1',
      '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/team/app',
      '111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/team/app',
      '111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu',
    ];
    assert.deepEqual(hosts.map(hostIn), [
      'arn:aws:ecr:us-east-1:111122223333:repository/team/app',
      'arn:aws-cn:ecr:cn-north-1:111122223333:repository/team/app',
      'arn:aws-us-gov:ecr:us-gov-west-1:111122223333:repository/team/app',
      'arn:aws-eusc:ecr:eusc-de-east-1:111122223333:repository/*',
    ]);
  });
});
