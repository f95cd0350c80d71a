// What is rendered, before its outside judges: cfn-lint, eksctl's own schema, the schemas of Kubernetes. They come from PyPI
// and the Go module proxy, so that this suite is run by itself (npm run test:rendered).
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { renderCloudformation } from '../../src/render/cloudformation.ts';
import { renderEksctl } from '../../src/render/eksctl.ts';
import { renderKubernetes } from '../../src/render/kubernetes.ts';
import type { RenderedFile } from '../../src/render/rendered.ts';
import { compileSpec } from '../../src/spec/graph/graph.ts';
import { readSpec } from '../../src/spec/read/read-spec.ts';

const judges = ['cfn-lint==1.58.0', 'kubernetes-validate==1.37.0'];
const eksctl = 'github.com/weaveworks/eksctl@v0.215.0';
const venv = resolve('node_modules/.cache/hawser-judges');

const graphs = globSync('examples/*.yaml')
  .map((path) => [basename(path), readFileSync(path, 'utf8')] as const)
  .filter(([, text]) => text.includes('schemas/spec.json'))
  .map(([name, text]) => [name, compileSpec(readSpec([{ name, text }]))] as const);

describe('rendered files', () => {
  let folder = '';
  before(() => {
    execFileSync('python3', ['-m', 'venv', venv]);
    execFileSync(join(venv, 'bin/pip'), ['install', '--quiet', ...judges]);
    folder = mkdtempSync(join(tmpdir(), 'hawser-rendered-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const written = (prefix: string, files: readonly RenderedFile[]): string[] =>
    files.map(({ path, text }) => {
      const file = join(folder, `${prefix}-${path}`);
      writeFileSync(file, text);
      return file;
    });

  function judged(program: string, ...args: string[]): void {
    const { status, stdout, stderr } = spawnSync(join(venv, 'bin', program), args, {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
  }

  for (const [name, graph] of graphs) {
    it(`of ${name} are templates that cfn-lint finds nothing in`, () => {
      judged('cfn-lint', ...written(name, renderCloudformation(graph)));
    });

    it(`of ${name} are objects that Kubernetes takes`, () => {
      for (const file of written(name, renderKubernetes(graph))) {
        judged('kubernetes-validate', '--strict', '--kubernetes-version', '1.37', file);
      }
    });
  }

  it('are configurations of eksctl by its own schema', () => {
    const { Dir } = JSON.parse(
      execFileSync('go', ['mod', 'download', '-json', eksctl], { encoding: 'utf8', cwd: folder }),
    ) as { Dir: string };
    const path = join(Dir, 'pkg/apis/eksctl.io/v1alpha5/assets/schema.json');
    const schema = JSON.parse(readFileSync(path, 'utf8')) as object;
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    const configs = graphs.flatMap(([, graph]) => renderEksctl(graph));
    assert.ok(configs.length >= 2);
    for (const { text } of configs) {
      validate(parse(text));
      assert.deepEqual(validate.errors ?? [], [], text);
    }
  });
});
