// What a node met itself decides where nothing else was seen, and breaks what looked well from outside.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from '../fact.ts';
import type { Proof } from '../proof.ts';
import { prove } from '../prove.ts';
import { account, pull, world } from '../testing/one-account.ts';
import type { EndpointReport, NodeReport, World } from '../world.ts';

const registry = `${account}.dkr.ecr.us-east-1.amazonaws.com`;
const reached = (service: EndpointReport['service'], host: string): EndpointReport => ({
  service,
  host,
  port: 443,
  addresses: ['203.0.113.7'],
  certificate: { issuer: 'O=Amazon, CN=Amazon RSA 2048 M02', trusted: true },
});
const api = reached('ecr.api', 'api.ecr.us-east-1.amazonaws.com');
const dkr = reached('ecr.dkr', registry);
const layers = reached('s3', 'prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com');
const nothing = unseen('it', 'root');
const well: NodeReport = {
  format: 'hawser-node',
  version: 1,
  node: 'node-a',
  seenAt: '2026-03-01T12:00:00.000Z',
  kubelet: known({ flags: {}, settings: absent }),
  credentialProvider: known({
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
  }),
  containerd: nothing,
  resolver: known({ nameservers: ['10.0.0.2'], search: [], options: [] }),
  clock: known({ aheadBy: 1, against: registry }),
  proxies: { kubelet: nothing, containerd: nothing },
  metadata: known({ token: true }),
  endpoints: [api, dkr, layers],
};

function proofWith(report: Partial<NodeReport>, change: Partial<World> = {}): Proof {
  const before = { ...world(), ...change };
  const node = before.nodes['node-a'];
  assert.ok(node?.state === 'known');
  const nodes = { 'node-a': known({ ...node.value, report: { ...well, ...report } }) };
  return prove(pull, { ...before, nodes });
}

const linkOf = ({ links }: Proof, name: string) => links.find(({ link }) => link === name);
const failed = (
  endpoint: EndpointReport,
  at: 'name' | 'proxy' | 'tcp' | 'tls',
  why: string,
  more: Partial<EndpointReport> = {},
): EndpointReport => {
  const { certificate: _none, ...rest } = endpoint;
  return { ...rest, failed: { at, why }, ...more };
};

describe('what a node found itself', () => {
  it('changes nothing where the node is well', () => {
    assert.deepEqual(proofWith({}), prove(pull, world()));
    assert.equal(proofWith({}).verdict, 'holds');
  });

  it('proves names and network where the VPC may not be looked at', () => {
    const blind = { interfaces: {}, networks: {} };
    const without = prove(pull, { ...world(), ...blind });
    assert.equal(linkOf(without, 'network')?.status, 'unseen');
    const proof = proofWith({}, blind);
    assert.deepEqual(
      ['dns', 'network', 'endpoint-policy'].map((name) => linkOf(proof, name)?.status),
      ['holds', 'holds', 'unseen'],
    );
    assert.match(linkOf(proof, 'network')?.fact ?? '', /^the node itself at 2026-03-01T12/);
  });

  it('proves nothing where the node did not try a host of the pull', () => {
    const proof = proofWith({ endpoints: [api, dkr] }, { interfaces: {}, networks: {} });
    assert.equal(linkOf(proof, 'network')?.status, 'unseen');
  });

  const rows: [string, Partial<NodeReport>, link: string, code: string, text: RegExp][] = [
    [
      'the bucket alone does not resolve',
      { endpoints: [api, dkr, failed(layers, 'name', 'ENOTFOUND', { addresses: [] })] },
      'dns',
      'HW0909',
      /starport-layer-bucket\S+ does not resolve on node-a \(nameserver 10\.0\.0\.2\), while the hosts of ECR do: ENOTFOUND/,
    ],
    [
      'a server of its own does not know the registry',
      {
        resolver: known({ nameservers: ['192.0.2.53'], search: [], options: [] }),
        endpoints: [failed(api, 'name', 'ENOTFOUND'), failed(dkr, 'name', 'ENOTFOUND')],
      },
      'dns',
      'HW0904',
      /nameserver 192\.0\.2\.53/,
    ],
    [
      'the registry is not reached, other hosts are',
      { endpoints: [api, failed(dkr, 'tcp', 'no answer in time'), layers] },
      'network',
      'HW1015',
      /does not reach \S+:443 at 203\.0\.113\.7: no answer in time/,
    ],
    [
      'an endpoint of the VPC does not answer',
      { endpoints: [api, failed(dkr, 'tcp', 'no answer in time', { addresses: ['10.0.1.9'] })] },
      'network',
      'HW1011',
      /at 10\.0\.1\.9/,
    ],
    [
      'the proxy refuses',
      { endpoints: [api, failed(dkr, 'proxy', 'ECONNREFUSED', { proxy: 'http://proxy:3128/' })] },
      'network',
      'HW1016',
      /the proxy http:\/\/proxy:3128\/, which the environment of containerd names, does not connect/,
    ],
    [
      'TLS is opened by an authority that the node does not know',
      {
        endpoints: [
          api,
          failed(dkr, 'tls', 'SELF_SIGNED_CERT_IN_CHAIN', {
            certificate: { issuer: 'O=Corp, CN=Inspection', trusted: false },
          }),
        ],
      },
      'network',
      'HW1017',
      /certificate issued by O=Corp, CN=Inspection/,
    ],
    [
      'a certificate of AWS seems to be of another time',
      {
        endpoints: [
          failed(api, 'tls', 'CERT_NOT_YET_VALID', {
            certificate: { issuer: 'O=Amazon', trusted: false, error: 'CERT_NOT_YET_VALID' },
          }),
        ],
      },
      'token',
      'HW0801',
      /CERT_NOT_YET_VALID/,
    ],
    [
      'the clock is off by more than five minutes',
      { clock: known({ aheadBy: -301, against: registry }) },
      'token',
      'HW0801',
      /is 301 seconds behind that of/,
    ],
    [
      'the kubelet names no credential provider',
      { credentialProvider: absent },
      'node-kubelet',
      'HW0402',
      /without --image-credential-provider-config/,
    ],
    [
      'containerd does not read its configuration',
      {
        containerd: known({
          config: '/etc/containerd/config.toml',
          version: 2,
          configPath: '',
          mirrors: [],
          credentialsFor: [],
          registries: [],
          unread: [],
          problems: [{ text: 'it is not TOML: containerd does not start' }],
        }),
      },
      'runtime',
      'HW1905',
      /config\.toml on node-a: it is not TOML/,
    ],
  ];
  for (const [what, report, link, code, text] of rows) {
    it(`breaks ${link} where ${what}: ${code}`, () => {
      const proof = proofWith(report);
      assert.equal(proof.verdict, 'broken');
      assert.equal(linkOf(proof, link)?.status, 'broken');
      assert.match(linkOf(proof, link)?.fact ?? '', text);
      assert.equal(proof.causes[0]?.code, code);
    });
  }

  it('says nothing of exactly five minutes, nor of the host of another registry', () => {
    const other = reached('ecr.dkr', '999988887777.dkr.ecr.us-east-1.amazonaws.com');
    const proof = proofWith({
      clock: known({ aheadBy: 300, against: registry }),
      endpoints: [api, dkr, layers, failed(other, 'tcp', 'ECONNREFUSED')],
    });
    assert.equal(proof.verdict, 'holds');
  });

  it('names a pattern that is missing for this image alone', () => {
    assert.ok(well.credentialProvider.state === 'known');
    const { providers, ...rest } = well.credentialProvider.value;
    const others = providers.map((one) => ({ ...one, matchImages: ['*.example.com'] }));
    const proof = proofWith({ credentialProvider: known({ ...rest, providers: others }) });
    assert.equal(proof.causes[0]?.code, 'HW0404');
    assert.match(proof.causes[0]?.deciding.text ?? '', new RegExp(`matches ${registry}`));
  });

  it('does not take what the node trusts for a failure', () => {
    const opened = { ...dkr, certificate: { issuer: 'O=Corp', trusted: true } };
    const proof = proofWith({ endpoints: [api, opened, layers] });
    assert.deepEqual([proof.verdict, proof.causes], ['holds', []]);
  });

  it('names it where something else is not seen', () => {
    const opened = { ...dkr, certificate: { issuer: 'O=Corp', trusted: true } };
    const proof = proofWith({ endpoints: [api, opened, layers] }, { registryPolicies: {} });
    assert.equal(proof.verdict, 'unseen');
    assert.deepEqual(
      proof.causes.map(({ code, confidence }) => [code, confidence]),
      [['HW1017', 0.6]],
    );
  });
});
