// What a node's own report proves of the links: broken where a fact says so, silent otherwise.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from '../fact.ts';
import type { Proof } from '../proof.ts';
import { prove } from '../prove.ts';
import { account, networkInterface, pull, web, world } from '../testing/one-account.ts';
import type { EndpointReport, NodeFacts, NodeReport, PodFacts, World } from '../world.ts';

const registry = `${account}.dkr.ecr.us-east-1.amazonaws.com`;
const dualStack = `${account}.dkr-ecr.us-east-1.on.aws`;
const endpoint = (
  service: EndpointReport['service'],
  host: string,
  more: Partial<EndpointReport> = {},
): EndpointReport => ({ service, host, port: 443, addresses: ['203.0.113.7'], ...more });
const api = endpoint('ecr.api', 'api.ecr.us-east-1.amazonaws.com');
const dkr = endpoint('ecr.dkr', registry);
const noAnswer = { failed: { at: 'tcp', why: 'no answer in time' } } as const;
const provider = {
  config: '/etc/eks/ecr.json',
  binDir: '/etc/eks/bin',
  providers: [
    {
      name: 'ecr-credential-provider',
      apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
      matchImages: ['*.dkr.ecr.*.amazonaws.com'],
      environment: [],
    },
  ],
  executables: [],
  problems: [],
};
const hostsFile = '/etc/containerd/certs.d/x/hosts.toml';
const containerd = {
  config: '/etc/containerd/config.toml',
  version: 3,
  configPath: '/etc/containerd/certs.d',
  mirrors: [],
  credentialsFor: [],
  registries: [{ registry, file: hostsFile, server: 'https://mirror.example', hosts: [] }],
  unread: [],
  problems: [],
};
const well: NodeReport = {
  format: 'hawser-node',
  version: 1,
  node: 'node-a',
  seenAt: '2026-03-01T12:00:00.000Z',
  kubelet: known({ flags: {}, settings: absent }),
  credentialProvider: known(provider),
  containerd: unseen('it', 'root'),
  resolver: known({ nameservers: ['10.0.0.2'], search: [], options: [] }),
  clock: known({ aheadBy: 0, against: registry }),
  proxies: { kubelet: absent, containerd: absent },
  metadata: known({ token: true }),
  endpoints: [api, dkr],
};

interface Change {
  readonly report?: Partial<NodeReport>;
  readonly node?: Partial<NodeFacts>;
  readonly pod?: Partial<PodFacts>;
  readonly world?: Partial<World>;
}

function proofWith({ report = {}, node = {}, pod = {}, world: more = {} }: Change): Proof {
  const before = world();
  const seen = before.nodes['node-a'];
  assert.ok(seen?.state === 'known');
  return prove(pull, {
    ...before,
    pods: { 'default/web': known({ ...web, ...pod }) },
    nodes: { 'node-a': known({ ...seen.value, report: { ...well, ...report }, ...node }) },
    ...more,
  });
}

const code = (change: Change) => proofWith(change).causes[0]?.code;
const sure = (change: Change) =>
  proofWith(change)
    .causes.filter(({ confidence }) => confidence === 1)
    .map((cause) => cause.code);
const waits = (message: string) => ({
  containers: web.containers.map((one) => ({
    ...one,
    waiting: { reason: 'ErrImagePull', message },
  })),
});
const mirror = (more: Partial<EndpointReport>) =>
  endpoint('mirror', 'mirror.example', { mirrorOf: registry, ...more });

describe('what a report of a node proves', () => {
  it('is nothing of a node that is well', () => {
    assert.deepEqual([proofWith({}).verdict, sure({})], ['holds', []]);
  });

  it('is HW0108 for a host that only older patterns lack, and HW0404 for one that none matches', () => {
    const image = `${dualStack}/team/app:v1`;
    const pod = { containers: [{ name: 'app', image, imagePullPolicy: 'Always' }] };
    assert.ok(sure({ pod }).includes('HW0108'));
    const providers = provider.providers.map((one) => ({ ...one, matchImages: ['*.example'] }));
    const report = { credentialProvider: known({ ...provider, providers }) };
    assert.deepEqual(sure({ report }), ['HW0404']);
    assert.deepEqual(sure({ report, node: { system: 'Bottlerocket OS 1.49.0' } }), ['HW0405']);
  });

  it('is HW0403 where the program cannot be run, and nothing where a warning is all there is', () => {
    const problem = { code: 'HW0572', message: 'it is not executable', fix: 'chmod 755 it' };
    const report = (severity: 'error' | 'warning') => ({
      credentialProvider: known({ ...provider, problems: [{ ...problem, severity }] }),
    });
    assert.deepEqual(sure({ report: report('error') }), ['HW0403']);
    assert.deepEqual(sure({ report: report('warning') }), []);
  });

  it('is HW0506 where the API alone is not reached', () => {
    assert.equal(code({ report: { endpoints: [{ ...api, ...noAnswer }, dkr] } }), 'HW0506');
    const both = {
      endpoints: [
        { ...api, ...noAnswer },
        { ...dkr, ...noAnswer },
      ],
    };
    assert.ok(!sure({ report: both }).includes('HW0506'));
  });

  it('is HW0606 only where EC2 says that the metadata service is on', () => {
    const report = { metadata: known({ token: false, why: 'ECONNREFUSED' }) };
    const metadata = { endpoint: 'enabled', tokens: 'required', hopLimit: 1 } as const;
    const interfaces = { 'i-1': known({ ...networkInterface, metadata }) };
    assert.deepEqual(sure({ report, world: { interfaces } }), ['HW0606']);
    assert.deepEqual(sure({ report }), []);
  });

  it('is HW1903 or HW1022 where no host of a hosts.toml answers, and nothing where one does', () => {
    const lost = mirror({ failed: { at: 'name', why: 'ENOTFOUND' } });
    const refused = mirror({ failed: { at: 'tcp', why: 'ECONNREFUSED' } });
    const next = endpoint('mirror', registry, { mirrorOf: registry });
    const at = (...mirrors: readonly EndpointReport[]) => ({
      report: { containerd: known(containerd), endpoints: [api, dkr, ...mirrors] },
    });
    assert.deepEqual(sure(at(lost)), ['HW1903']);
    assert.match(proofWith(at(lost)).causes[0]?.fix.text ?? '', new RegExp(hostsFile));
    assert.deepEqual(sure(at(refused)), ['HW1022']);
    assert.deepEqual(sure(at(lost, next)), []);
  });

  it('is HW0608 where keys are on a node that was refused, and nothing where nothing failed', () => {
    const kubelet = known({
      flags: {},
      settings: absent,
      keys: ['the environment of the kubelet'],
    });
    const pod = waits('no basic auth credentials');
    assert.equal(code({ report: { kubelet }, pod }), 'HW0608');
    assert.deepEqual(sure({ report: { kubelet } }), []);
    assert.equal(proofWith({ report: { kubelet } }).verdict, 'unseen', 'they may be good ones');
  });

  it('is HW1904 where containerd brings credentials that are refused, and no false HW0402', () => {
    const report = {
      credentialProvider: absent,
      containerd: known({ ...containerd, credentialsFor: [registry] }),
    };
    const node = { credentialProvider: known({ configured: false, failures: 0 }) };
    const pod = waits('unexpected status from HEAD request: 403 Forbidden');
    assert.deepEqual(sure({ report, node, pod }), ['HW1904']);
    assert.deepEqual(sure({ report, node }), []);
    assert.equal(proofWith({ report, node }).verdict, 'unseen', 'they may be good ones');
  });

  it('suspects HW0608 where AWS refused a user before: whether the keys are still there, the report says', () => {
    const failure = {
      code: 'HW0555',
      link: 'iam-policy',
      message: `User: arn:aws:iam::${account}:user/build is not authorized to perform: ecr:GetAuthorizationToken`,
      fix: 'grant it',
    };
    const { seenAt } = world();
    const credentialRuns = { 'node-a': known([{ at: seenAt, wanted: '', failure }]) };
    const proof = proofWith({ world: { credentialRuns } });
    assert.equal(proof.verdict, 'unseen');
    assert.deepEqual(
      proof.causes.map((cause) => [cause.code, cause.confidence]),
      [['HW0608', 0.6]],
    );
  });

  it('says nothing of the node’s credentials where a Secret may bring others', () => {
    const report = { clock: known({ aheadBy: -3600, against: registry }) };
    const pod = { imagePullSecrets: ['hidden'] };
    assert.ok(!sure({ report, pod }).includes('HW0801'));
  });
});
