// Runs every block of docs/walkthrough.md with the real clients, and holds its output to the page.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Running, startLocal } from '../../src/local/up.ts';
import { testOptions } from '../support/options.ts';
import { blocksOf, runBlock } from '../support/page.ts';

const missing = ['aws', 'skopeo', 'curl', 'bash'].filter(
  (tool) => spawnSync(tool, ['--help']).error !== undefined,
);
const skip = missing.length > 0 && `${missing.join(', ')} not installed`;

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
      const said = await runBlock(code, { endpoint: running.local.endpoint, home });
      for (const text of expected) assert.ok(said.includes(text), `missing: ${text}\n\n${said}`);
    });
  }
});
