// Failures of a credential program are told with what they say, and prove nothing.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { thisMachine } from './credential-runs.ts';
import { known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import type { Pull } from './pull.ts';
import { type CredentialRunFacts, emptyWorld, type NodeFacts, type World } from './world.ts';

const host = '444455556666.dkr.ecr.us-east-1.amazonaws.com';
const pod: Pull = { kind: 'pod', namespace: 'shop', pod: 'web', container: 'app' };
const role: Pull = {
  kind: 'role',
  role: 'arn:aws:iam::111122223333:role/node',
  image: `${host}/team/app:v1`,
};
const node: NodeFacts = {
  name: 'node-a',
  providerId: 'aws:///us-east-1a/i-1',
  platform: { os: 'linux', architecture: 'amd64' },
  ready: true,
  credentialProvider: known({ configured: true, failures: 2 }),
  images: [],
};
const failed = (at: string, fields: Partial<CredentialRunFacts> = {}): CredentialRunFacts => ({
  at: `2026-03-01T${at}:00.000Z`,
  wanted: `${host}/team/app`,
  failure: { code: 'HW0555', link: 'iam-policy', message: 'denied', fix: 'allow it' },
  ...fields,
});
const worked = (at: string, fields: Partial<CredentialRunFacts> = {}): CredentialRunFacts => {
  const { failure: _failure, ...about } = failed(at, fields);
  return about;
};

/** What the kubelet's link says at noon of 1 March, after those runs. */
function told(runs: readonly CredentialRunFacts[], of: Pull = pod, status = 'holds'): string {
  const world: World = {
    ...emptyWorld,
    seenAt: '2026-03-01T12:00:00.000Z',
    nodes: { 'node-a': known(node) },
    pods: {
      'shop/web': known({
        namespace: 'shop',
        name: 'web',
        node: 'node-a',
        serviceAccount: 'cart',
        containers: [{ name: 'app', image: `${host}/team/app:v1`, imagePullPolicy: 'Always' }],
        imagePullSecrets: [],
      }),
    },
    credentialRuns: { [of.kind === 'pod' ? 'node-a' : thisMachine]: known(runs) },
  };
  const { links, causes } = prove(of, world);
  assert.deepEqual(causes, []);
  const link = links.find(({ link: name }) => name === 'node-kubelet');
  assert.equal(link?.status, of.kind === 'pod' ? status : 'skipped');
  return link?.fact ?? '';
}
const isTold = (...runs: CredentialRunFacts[]) => /last failed/.test(told(runs));

describe('a failure to get credentials', () => {
  it('is told with its code, when it was, and what to do', () => {
    assert.equal(
      told([failed('09:00'), failed('11:30')]),
      `the kubelet of node-a runs a credential provider; it failed 2 times since the kubelet started; it last failed to get credentials for ${host}/team/app at 2026-03-01T11:30:00.000Z: HW0555 iam-policy: denied; fix: allow it`,
    );
    assert.match(told([failed('11:30')], role), /; a program on this machine last failed .*HW0555/);
  });

  it('is told for the same registry under each of its names, and for no other', () => {
    const names = [host, host.replace('ecr', 'ecr-fips'), `${host.toUpperCase()}/x`, ''];
    for (const wanted of names) assert.ok(isTold(failed('11:00', { wanted })), wanted);
    const others = [host.replace('4444', '9999'), 'public.ecr.aws/x/y', 'quay.io'];
    for (const wanted of others) assert.ok(!isTold(failed('11:00', { wanted })), wanted);
  });

  it('of a service account is told of its pods', () => {
    assert.ok(isTold(failed('11:00', { serviceAccount: 'shop/cart' })));
    assert.ok(!isTold(failed('11:00', { serviceAccount: 'shop/other' })));
  });

  it('is over once it works again for the same asker', () => {
    assert.ok(!isTold(failed('10:00'), worked('11:00')));
    assert.ok(!isTold(worked('11:00'), failed('10:00')));
    assert.ok(isTold(worked('10:00'), failed('11:00')));
    assert.ok(isTold(failed('10:00'), worked('11:00', { serviceAccount: 'shop/cart' })));
    assert.ok(isTold(failed('10:00'), worked('11:00', { wanted: 'public.ecr.aws/x' })));
  });

  it('leaves open whether it is over, where no fact of the APIs tells', () => {
    const code = (name: string) => ({ code: name, link: 'network', message: 'silent', fix: '-' });
    told([failed('11:00', { failure: code('HW0553') })], pod, 'unseen');
    told([failed('11:00', { failure: code('HW0557') }), worked('11:30')], pod, 'holds');
  });

  it('is told for a day', () => {
    assert.ok(!isTold({ ...failed('11:00'), at: '2026-02-28T11:59:00.000Z' }));
    assert.ok(isTold({ ...failed('11:00'), at: '2026-02-28T12:01:00.000Z' }));
  });

  it('does not hide what was not seen', () => {
    const unknown = known({ ...node, credentialProvider: unseen('provider', 'get nodes/proxy') });
    const world: World = {
      ...emptyWorld,
      seenAt: '2026-03-01T12:00:00.000Z',
      nodes: { 'node-a': unknown },
      credentialRuns: { 'node-a': unseen('runs', 'nothing') },
    };
    assert.equal(prove(pod, world).verdict, 'unseen');
  });
});
