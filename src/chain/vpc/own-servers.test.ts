// DNS servers of one's own are proven wrong by what the kubelet met, and by nothing less.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withEndpoints } from '../../network/testing/private-vpc.ts';
import { known } from '../fact.ts';
import type { Proof } from '../proof.ts';
import { prove } from '../prove.ts';
import { account, image, pull, withPod, world } from '../testing/one-account.ts';
import type { NetworkFacts } from '../world.ts';

const registry = `${account}.dkr.ecr.us-east-1.amazonaws.com`;
const server = '10.0.9.53';
const own: NetworkFacts = {
  ...withEndpoints,
  dhcpOptions: known({ dhcpOptionsId: 'dopt-1', domainNameServers: [server] }),
};

function proofOf(said: string, network: NetworkFacts = own): Proof {
  const message = `failed to pull and unpack image "${image}": failed to do request: Head "https://${registry}/v2/team/app/manifests/v1": ${said}`;
  const waiting = { reason: 'ErrImagePull', message };
  const containers = [{ name: 'app', image, imagePullPolicy: 'Always' as const, waiting }];
  return prove(
    pull,
    withPod({ containers }, { ...world(), networks: { 'vpc-1': known(network) } }),
  );
}

describe("a DNS server of one's own", () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    ['dial tcp 54.1.2.3:443: i/o timeout', /the node tried 54\.1\.2\.3 for .* no route to/],
    [`dial tcp: lookup ${registry} on ${server}:53: no such host`, /told by 10\.0\.9\.53/],
    [
      `dial tcp: lookup ${registry} on ${server}:53: read udp 10.0.1.10:40000->${server}:53: i/o timeout`,
      /no answer from 10\.0\.9\.53/,
    ],
  ];
  for (const [said, text] of rows) {
    it(`is wrong by: ${said}`, () => {
      const proof = proofOf(said);
      assert.equal(proof.verdict, 'broken');
      assert.deepEqual(
        proof.causes.map(({ code }) => code),
        ['HW0904'],
      );
      assert.match(proof.causes[0]?.deciding.text ?? '', text);
    });
  }

  const open: readonly (readonly [string, string, NetworkFacts?])[] = [
    ['an endpoint was tried', 'dial tcp 10.0.2.21:443: i/o timeout'],
    ['another server was asked', `dial tcp: lookup ${registry} on 8.8.8.8:53: no such host`],
    [
      "the VPC's resolver would not have led to an endpoint either",
      'dial tcp 54.1.2.3:443: i/o timeout',
      { ...own, endpoints: known([]) },
    ],
  ];
  for (const [why, said, network] of open) {
    it(`is not said to be wrong where ${why}`, () => {
      assert.ok(
        !proofOf(said, network).causes.some(
          ({ code, confidence }) => code === 'HW0904' && confidence === 1,
        ),
      );
    });
  }

  it('is asked instead where an account has a set that names the resolver', () => {
    const dhcpOptions = known({
      dhcpOptionsId: 'dopt-1',
      domainNameServers: [server],
      setWithResolver: 'dopt-2',
    });
    const proof = proofOf('dial tcp 54.1.2.3:443: i/o timeout', { ...own, dhcpOptions });
    assert.equal(
      proof.causes[0]?.fix.patch,
      'aws ec2 associate-dhcp-options --region us-east-1 --dhcp-options-id dopt-2 --vpc-id vpc-1',
    );
  });
});
