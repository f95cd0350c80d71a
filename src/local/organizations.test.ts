// Which policies an organization has attached to a root, unit or account.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type LocalEcr, startLocalEcr } from '../../test/support/local-ecr.ts';
import { policiesOf } from './organizations.ts';

describe('The policies of a target', () => {
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
  });
  after(() => local.close());

  it('are those attached at the moment, after every change', () => {
    const { state } = local.core;
    const namesAt = (target: string) =>
      policiesOf(state, target, 'SERVICE_CONTROL_POLICY').map(({ name }) => name);
    const policy = {
      id: 'p-1',
      organization: 'o-1',
      type: 'SERVICE_CONTROL_POLICY' as const,
      name: 'one',
      description: '',
      content: '{}',
      targets: ['ou-1'],
      tags: {},
    };
    state.organizationPolicies.put('p-1', policy);
    assert.deepEqual(namesAt('ou-1'), ['FullAWSAccess', 'one']);
    assert.deepEqual(namesAt('ou-2'), ['FullAWSAccess']);
    state.organizationPolicies.put('p-1', { ...policy, targets: ['ou-2'] });
    assert.deepEqual(namesAt('ou-1'), ['FullAWSAccess']);
    assert.deepEqual(namesAt('ou-2'), ['FullAWSAccess', 'one']);
    assert.throws(() =>
      state.metadata.transaction(() => {
        state.organizationPolicies.put('p-1', policy);
        assert.deepEqual(namesAt('ou-1'), ['FullAWSAccess', 'one']);
        throw new Error('undone');
      }),
    );
    assert.deepEqual(namesAt('ou-1'), ['FullAWSAccess']);
    state.organizationPolicies.delete('p-1');
    assert.deepEqual(namesAt('ou-2'), ['FullAWSAccess']);
  });

  it('are found without reading all of them for each target', () => {
    const { organizationPolicies } = local.core.state;
    let lists = 0;
    const counted = new Proxy(organizationPolicies, {
      get(target, name) {
        if (name === 'list') lists++;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const state = { ...local.core.state, organizationPolicies: counted };
    for (let at = 0; at < 50; at++) policiesOf(state, `ou-${at}`, 'SERVICE_CONTROL_POLICY');
    assert.equal(lists, 1);
  });
});
