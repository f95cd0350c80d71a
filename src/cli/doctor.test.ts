// The face of `hawser doctor --text`: exit codes, and JSON that stays JSON when it fails.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const event =
  'Warning  Failed  2s  kubelet  Failed to pull image "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1": no basic auth credentials';

function doctor(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'doctor', ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('hawser doctor --text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-text-'));
  after(() => rmSync(folder, { recursive: true }));

  it('reads a file or standard input alike, and exits 2 for what is broken', () => {
    const file = join(folder, 'events');
    writeFileSync(file, event);
    const fromFile = doctor(['--text', file, '-o', 'json']);
    assert.deepEqual(fromFile, doctor(['--text', '-', '-o', 'json'], event));
    assert.equal(fromFile.status, 2);
    const { verdict, causes, needs } = JSON.parse(fromFile.stdout);
    assert.equal(verdict, 'broken');
    assert.ok(causes.length > 0 && needs.length > 0);
    for (const { code, catalogue, link, confidence, title, deciding, fix, docs } of causes) {
      assert.match(code, /^HW\d{4}$/);
      assert.match(catalogue, /^[A-Z]+-\d\d$/);
      assert.ok(link && title && deciding.text && fix.text && docs);
      assert.ok(confidence > 0 && confidence < 1);
    }
    for (const { fact, permission } of needs) assert.ok(fact && permission);
  });

  it('tells people the likeliest cause, how likely it is, and what would settle it', () => {
    const { stdout } = doctor(['--text', '-'], event);
    assert.match(stdout, /HW\d{4} .* \(\d+ %\)/);
    assert.match(stdout, /What would tell them apart:/);
    assert.match(stdout, /most likely because /);
  });

  it('exits 3 for a text that says nothing known', () => {
    assert.equal(doctor(['--text', '-'], 'all quiet').status, 3);
  });

  it('fails from the verdict on that --fail-on names', () => {
    const status = (failOn: string, text: string) =>
      doctor(['--text', '-', '--fail-on', failOn], text).status;
    assert.deepEqual([status('unseen', 'all quiet'), status('broken', 'all quiet')], [3, 0]);
    assert.deepEqual([status('broken', event), status('never', event)], [2, 0]);
    assert.equal(status('sometimes', event), 1);
  });

  it('speaks SARIF, JUnit and Markdown, too', () => {
    const said = (format: string) => doctor(['--text', '-', '-o', format], event).stdout;
    assert.equal(JSON.parse(said('sarif')).version, '2.1.0');
    assert.match(said('junit'), /^<\?xml/);
    assert.match(said('markdown'), /^### standard input/);
  });

  it('refuses what is no text, in JSON where that was asked for', () => {
    const error = (args: readonly string[], input = '') => {
      const { status, stdout } = doctor([...args, '-o', 'json'], input);
      return [status, (JSON.parse(stdout) as { error: { code: string } }).error.code];
    };
    assert.deepEqual(error(['--text', join(folder, 'none')]), [1, 'UNREADABLE']);
    assert.deepEqual(error(['--text', folder]), [1, 'UNREADABLE']);
    assert.deepEqual(error(['--text', '-'], ' \n'), [1, 'UNREADABLE']);
    assert.deepEqual(error(['web', '--text', '-'], event), [1, 'USAGE']);
    assert.deepEqual(error([]), [1, 'USAGE']);
  });
});
