// Runs every block of docs/walkthrough.md with the real clients, and holds its output to the page.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Running, startLocal } from '../../src/local/up.ts';
import { shell } from '../support/local.ts';
import { testOptions } from '../support/options.ts';

const missing = ['aws', 'skopeo', 'curl', 'bash'].filter(
  (tool) => spawnSync(tool, ['--help']).error !== undefined,
);
const skip = missing.length > 0 && `${missing.join(', ')} not installed`;

interface Block {
  readonly heading: string;
  readonly code: string;
  readonly expected: readonly string[];
}

/** The blocks of shell on the page, each with the heading above it and what its output must contain. */
function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  for (const [part] of page.matchAll(/^#+ .*$|^```sh\n[\s\S]*?^```$/gm)) {
    if (!part.startsWith('```')) heading = part.replace(/^#+ /, '');
    else {
      const lines = part.split('\n').slice(1, -1);
      blocks.push({
        heading,
        code: lines.filter((line) => !line.startsWith('#=> ')).join('\n'),
        expected: lines.flatMap((line) => (line.startsWith('#=> ') ? line.slice(4) : [])),
      });
    }
  }
  return blocks;
}

describe('docs/walkthrough.md', { skip }, () => {
  let running: Running;
  let home = '';
  const page = readFileSync('docs/walkthrough.md', 'utf8');

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'hawser-walkthrough-'));
    running = await startLocal(testOptions('111122223333'), () => undefined);
  });
  after(async () => {
    await running.local.close();
    await rm(home, { recursive: true, force: true });
  });

  for (const { heading, code, expected } of blocksOf(page)) {
    it(`${heading}: ${code.split('\n')[0]}`, async () => {
      const { host } = new URL(running.local.endpoint);
      const state = join(home, 'environment');
      const script = [
        `[ -f ${state} ] && . ${state}`,
        code.replaceAll('127.0.0.1:4566', host).replaceAll('npx hawser', 'node bin/hawser.js'),
        `export -p > ${state}`,
      ].join('\n');
      const output = await shell('bash -s 2>&1', { PATH: path(), HOME: home }, script);
      const said = output.replaceAll(host, '127.0.0.1:4566');
      for (const text of expected) assert.ok(said.includes(text), `missing: ${text}\n\n${said}`);
    });
  }
});

/** The runtime that runs this test comes first, as it does for npm scripts. */
function path(): string {
  return [dirname(process.execPath), resolve('node_modules/.bin'), process.env.PATH].join(
    delimiter,
  );
}
