import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kubectlOrder } from './kubectl-flags.ts';

describe('the flags of kubectl', () => {
  it('may stand in front of the verb, and go behind it', () => {
    const order = (line: string) => kubectlOrder(line.split(' ')).join(' ');
    assert.equal(order('-n shop doctor web'), 'doctor -n shop web');
    assert.equal(order('--context=prod -nshop doctor --all'), 'doctor --context=prod -nshop --all');
    assert.equal(
      order('--kubeconfig k --namespace shop doctor'),
      'doctor --kubeconfig k --namespace shop',
    );
    assert.equal(order('doctor web -n shop'), 'doctor web -n shop');
  });

  it('of other kinds, and an unfinished one, stay where they are', () => {
    assert.deepEqual(kubectlOrder(['--help']), ['--help']);
    assert.deepEqual(kubectlOrder(['-n']), ['-n']);
    assert.deepEqual(kubectlOrder([]), []);
  });
});
