// Networks as people make them: Terraform finds nothing to change after what it made.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type LocalEcr, startLocalEcr } from '../support/local-ecr.ts';
import { Terraform, withoutTerraform } from '../support/terraform.ts';

const configuration = fileURLToPath(new URL('../fixtures/terraform/network.tf', import.meta.url));

describe('Terraform, with a network', { skip: withoutTerraform() }, () => {
  let local: LocalEcr;
  let folder: string;
  let terraform: Terraform;
  before(async () => {
    local = await startLocalEcr();
    folder = await mkdtemp(join(tmpdir(), 'hawser-terraform-'));
    terraform = await Terraform.init(configuration, folder, local.endpoint);
  });
  after(async () => {
    await local.close();
    await rm(folder, { recursive: true, force: true });
  });

  const steps = [
    ['creates every resource', 'apply', 'a'],
    ['finds nothing to change after that', 'plan', 'a'],
    ['changes what can be changed', 'apply', 'b'],
    ['finds nothing to change once more', 'plan', 'b'],
    ['removes everything', 'destroy', 'b'],
  ] as const;
  for (const [what, command, change] of steps) {
    it(what, async () => {
      const { status, output } = await terraform.run(command, change);
      assert.equal(status, 0, output);
    });
  }
});
