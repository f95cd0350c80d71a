// Keeps docs/credentials.md and the example in step with the code: every code, and a configuration that holds.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { kinds } from '../../src/credentials/check/finding.ts';
import { renderProviderConfig } from '../../src/credentials/config/render.ts';
import { failures } from '../../src/credentials/errors.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('docs/credentials.md', () => {
  it('has every code of the credentials room once, and no other', () => {
    const listed = [...read('docs/credentials.md').matchAll(/^\| (HW\d{4}) \|/gm)].map(
      ([, code]) => code,
    );
    const known = [...Object.values(failures).map(({ code }) => code), ...Object.keys(kinds)];
    assert.deepEqual(listed.toSorted(), known.toSorted());
  });
});

describe('examples/daemonset-credential-provider.yaml', () => {
  const [map, set] = parseAllDocuments(read('examples/daemonset-credential-provider.yaml')).map(
    (document) => document.toJS(),
  );

  it('has the configuration that hawser renders', () => {
    const options = {
      partition: 'aws',
      tokenAttributes: false,
      maps: [],
      cache: '/var/lib/hawser/tokens',
    };
    const rendered = parse(renderProviderConfig('self-managed', options));
    assert.deepEqual(parse(map.data['config.yaml']), rendered);
  });

  it('mounts what its script reads', () => {
    const { volumes, initContainers } = set.spec.template.spec;
    assert.deepEqual(
      initContainers[0].volumeMounts.map(({ name }: { name: string }) => name),
      volumes.map(({ name }: { name: string }) => name),
    );
    assert.equal(volumes[1].configMap.name, map.metadata.name);
  });
});
