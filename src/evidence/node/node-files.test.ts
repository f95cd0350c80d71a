// What of a node's files leads to connections that are tried, and which keys are told of without being kept.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { NodeReport } from '../../chain/world.ts';
import { collectNode } from './collect-node.ts';
import { tryResult, type Wanted } from './connect.ts';

const registry = '444455556666.dkr.ecr.us-east-1.amazonaws.com';
const canary = 'AKIACANARYCANARY1234';
const files = {
  '/proc/42/cmdline': '/usr/bin/kubelet\0--hostname-override=node-a\0',
  '/proc/42/environ': `PATH=/bin\0AWS_ACCESS_KEY_ID=${canary}\0AWS_SECRET_ACCESS_KEY=${canary}\0`,
  '/proc/43/cmdline': '/usr/bin/containerd\0',
  '/proc/43/environ': 'PATH=/bin\0HTTPS_PROXY=http://proxy.example:3128\0',
  '/root/.aws/credentials': `[default]\naws_access_key_id = ${canary}\n`,
  '/etc/containerd/config.toml':
    'version = 3\n[plugins."io.containerd.cri.v1.images".registry]\nconfig_path = "/etc/containerd/certs.d"\n',
  [`/etc/containerd/certs.d/${registry}/hosts.toml`]:
    'server = "https://last.example"\n[host."http://mirror.example:5000"]\ncapabilities = ["pull", "resolve"]\n[host."https://push.example"]\ncapabilities = ["push"]\n',
};

describe('the files of a node', () => {
  const tried: Wanted[] = [];
  let root = '';
  let report: NodeReport;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'hawser-node-'));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    report = await collectNode({
      root,
      image: `${registry}/app:v1`,
      environment: { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' },
      now: 0,
      connect: async (wanted) => {
        tried.push(wanted);
        const clocks = { server: 0, own: 400_000 };
        return tryResult(wanted, undefined, { issuer: 'O=Amazon', clocks });
      },
    });
  });
  after(() => rmSync(root, { recursive: true }));

  it('lead to the mirrors that are asked before the registry, by the proxy of containerd', () => {
    const mirrors = tried.filter(({ service }) => service === 'mirror');
    assert.deepEqual(
      mirrors.map(({ host, port, mirrorOf, isPlain }) => [host, port, mirrorOf, isPlain]),
      [
        ['mirror.example', 5000, registry, true],
        ['last.example', 443, registry, undefined],
      ],
    );
    assert.deepEqual(
      mirrors.map(({ proxy }) => proxy?.host),
      [undefined, 'proxy.example:3128'],
    );
  });

  it('tell where keys are, and nothing of them', () => {
    assert.ok(report.kubelet.state === 'known');
    assert.deepEqual(report.kubelet.value.keys, [
      'the environment of the kubelet',
      '/root/.aws/credentials',
    ]);
    assert.ok(!JSON.stringify(report).includes(canary));
  });

  it('are of a node whose clock and metadata are looked at', () => {
    assert.ok(report.clock.state === 'known' && report.metadata.state === 'known');
    assert.equal(report.clock.value.aheadBy, 400);
    assert.deepEqual(report.metadata.value, { token: false, why: 'ECONNREFUSED' });
  });
});
