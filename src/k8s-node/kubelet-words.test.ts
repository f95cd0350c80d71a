// Recorded from kubelets 1.34.2 and 1.35.4.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kubeletWords, type ProviderFailure } from './kubelet-words.ts';

const failure: ProviderFailure = {
  provider: 'ecr-credential-provider',
  image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/app',
  step: 'exec',
  message: 'error execing credential provider plugin: exit status 1: HW0555',
};
const pod = { namespace: 'shop', name: 'web', uid: 'u-1', serviceAccountName: 'cart' };

describe('the messages of a kubelet', () => {
  const [older, newer] = [kubeletWords('v1.34.2-eks-ecaa3a6'), kubeletWords('v1.35.4')];

  it('changed with 1.35', () => {
    assert.equal(older.created('app'), 'Created container: app');
    assert.equal(older.started('app'), 'Started container app');
    assert.equal(older.present('a:1'), 'Container image "a:1" already present on machine');
    assert.equal(newer.created('app'), 'Container created');
    assert.equal(newer.started('app'), 'Container started');
    assert.equal(
      newer.present('a:1'),
      'Container image "a:1" already present on machine and can be accessed by the pod',
    );
    assert.equal(kubeletWords('v1.36.0'), newer);
  });

  it('log why a provider returned no credentials', () => {
    assert.equal(
      older.providerFailed(failure),
      `Failed getting credential from external registry credential provider: ${failure.message}`,
    );
    assert.equal(
      newer.providerFailed(failure),
      `"Failed to provide credentials for image" err="failed to get credential from external registry credential provider: ${failure.message}" provider="ecr-credential-provider" image="111122223333.dkr.ecr.us-east-1.amazonaws.com/app"`,
    );
    const forToken = { ...failure, step: 'service-account-token', message: 'no', pod } as const;
    assert.equal(
      older.providerFailed(forToken),
      'Error getting service account token shop/cart: no',
    );
    assert.match(
      newer.providerFailed(forToken),
      /err="failed to get service account token: no" .* pod="shop\/web" podUID="u-1" serviceAccount="shop\/cart"$/,
    );
  });

  it('are a block when the text of a provider ends with a line break', () => {
    assert.match(
      newer.providerFailed({ ...failure, message: 'exit status 1: HW0555\n' }),
      /^"Failed to provide credentials for image" err=<\n\tfailed to get .*HW0555\n >/,
    );
  });
});
