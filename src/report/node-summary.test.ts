import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from '../chain/fact.ts';
import type { EndpointReport, NodeReport } from '../chain/world.ts';
import { nodeSummary } from './node-summary.ts';

const failing = (host: string): EndpointReport => ({
  service: 'ecr.dkr',
  host,
  port: 443,
  addresses: [],
  failed: { at: 'name', why: 'ENOTFOUND' },
});
const report: NodeReport = {
  format: 'hawser-node',
  version: 1,
  node: 'node-a',
  seenAt: '2026-03-01T12:00:00.000Z',
  kubelet: absent,
  credentialProvider: absent,
  containerd: absent,
  resolver: known({ nameservers: ['192.0.2.53'], search: [], options: [] }),
  clock: unseen('the clock', 'an answer'),
  proxies: { kubelet: absent, containerd: absent },
  metadata: known({ token: true }),
  endpoints: [],
};

describe('the summary of a node', () => {
  it('says what was not seen, and that nothing else is wrong', () => {
    assert.equal(
      nodeSummary(report),
      [
        'node node-a at 2026-03-01T12:00:00.000Z',
        'nothing that was seen is wrong',
        'not seen: the clock; an answer shows it',
        '',
      ].join('\n'),
    );
  });

  it('gives one fix for hosts that fail alike', () => {
    const text = nodeSummary({
      ...report,
      endpoints: [failing('a.example'), failing('b.example')],
    });
    assert.equal(text.match(/^HW0904 error: /gm)?.length, 2);
    assert.equal(text.match(/^ {2}fix: /gm)?.length, 1);
    assert.match(text, /^ {2}a\.example:443 failed at name \(ENOTFOUND\)$/m);
  });
});
