// What Terraform makes of a rendered spec is what apply makes of the spec itself.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { renderTerraform } from '../../src/render/terraform.ts';
import { compileSpec } from '../../src/spec/graph/graph.ts';
import { readSpec } from '../../src/spec/read/read-spec.ts';
import { type LocalEcr, startLocalEcr } from '../support/local-ecr.ts';
import { SpecRun } from '../support/spec-run.ts';
import { stateOf } from '../support/spec-state.ts';
import { pluginFolder, withoutTerraform } from '../support/terraform.ts';

const spec = `name: shop
accounts:
  - { name: registry, id: "444455556666", region: us-east-1 }
  - { name: workloads, id: "111122223333", region: eu-west-1 }
repositories:
  - { name: shop/web, account: registry, tags: { team: shop } }
  - { name: shop/worker, account: registry, mutability: mutable, scanOnPush: false, lifecycle: none }
caches:
  - { prefix: k8s, account: registry, upstream: registry.k8s.io }
roles:
  - { name: shop-node, account: workloads, kind: node }
  - { name: shop-push, account: registry, kind: github-actions, repository: octo/shop, allow: [{ branch: main }, { tag: v* }] }
grants:
  - { pull: [shop/*], by: [{ role: workloads/shop-node }, { account: "999988887777" }, { organization: o-a1b2c3d4e5 }] }
  - { pull: [k8s/*], by: [{ role: workloads/shop-node }] }
  - { push: [shop/web], by: [{ role: shop-push }] }
`;
const changed = spec
  .replace('mutability: mutable, ', '')
  .replace(', { account: "999988887777" }', '');
const accounts = ['444455556666', '111122223333'];
const registry = ['444455556666', 'us-east-1'] as const;

describe('a spec rendered for Terraform', { skip: withoutTerraform() }, () => {
  let theirs: LocalEcr;
  let ours: LocalEcr;
  let folder: string;
  before(async () => {
    [theirs, ours] = [await startLocalEcr(), await startLocalEcr()];
    folder = await mkdtemp(join(tmpdir(), 'hawser-spec-terraform-'));
    const profiles = Object.entries({ registry: accounts[0], workloads: accounts[1] }).map(
      ([name, id]) => `[profile ${name}]\naws_access_key_id=${id}\naws_secret_access_key=x\n`,
    );
    await writeFile(join(folder, 'config'), profiles.join('\n'));
    await writeFile(
      join(folder, 'terraform.tfvars.json'),
      JSON.stringify({ profiles: { registry: 'registry', workloads: 'workloads' } }),
    );
    await render(spec);
    const { status, output } = await terraform('init', `-plugin-dir=${pluginFolder()}`);
    assert.equal(status, 0, output);
  });
  after(async () => {
    await theirs?.close();
    await ours?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function render(text: string): Promise<void> {
    const graph = compileSpec(readSpec([{ name: 'hawser.yaml', text }]));
    const [file] = renderTerraform(graph);
    await writeFile(join(folder, 'main.tf'), file?.text ?? '');
  }

  function terraform(...args: string[]): Promise<{ status: number; output: string }> {
    const environment = {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_ENDPOINT_URL: theirs.endpoint,
      TF_CLI_CONFIG_FILE: '/dev/null',
    };
    return new Promise((resolve) => {
      const options = { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 };
      execFile('terraform', [...args, '-no-color'], options, (error, out, err) => {
        const status = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1;
        resolve({ status, output: out + err });
      });
    });
  }

  const state = ({ endpoint }: LocalEcr) => stateOf(endpoint, accounts, registry);
  const applied = async () => {
    const { status, output } = await terraform('apply', '-auto-approve', '-input=false');
    assert.equal(status, 0, output);
    assert.deepEqual(await state(theirs), await state(ours));
    const again = await terraform('plan', '-detailed-exitcode', '-input=false');
    assert.equal(again.status, 0, again.output);
  };

  it('is laid out as terraform fmt does it', async () => {
    const { status, output } = await terraform('fmt', '-check', '-diff', 'main.tf');
    assert.equal(status, 0, output);
  });

  it('ends in the state that apply ends in, and finds nothing to change then', async () => {
    await new SpecRun(ours.endpoint, spec).apply();
    await applied();
  });

  it('leaves nothing for apply to change', async () => {
    const { changes } = await new SpecRun(theirs.endpoint, spec).plan();
    assert.deepEqual(changes, []);
  });

  it('follows a change of the spec as apply does', async () => {
    await render(changed);
    await new SpecRun(ours.endpoint, changed).apply();
    await applied();
  });

  it('goes as destroy goes', async () => {
    await new SpecRun(ours.endpoint, changed).destroy();
    const { status, output } = await terraform('destroy', '-auto-approve', '-input=false');
    assert.equal(status, 0, output);
    assert.deepEqual(await state(theirs), await state(ours));
    assert.deepEqual((await state(ours)).repositories, []);
  });
});
