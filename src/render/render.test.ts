// One graph, several outputs: read back, they mean the same policies.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { compileSpec, type Graph } from '../spec/graph/graph.ts';
import { readSpec } from '../spec/read/read-spec.ts';
import { declaredSpecs } from '../spec/testing/random-spec.ts';
import { renderCloudformation } from './cloudformation.ts';
import { renderGithubActions } from './github-actions.ts';
import { renderIam } from './iam.ts';
import { renderTerraform } from './terraform.ts';

const graphOf = (text: string): Graph => compileSpec(readSpec([{ name: 'spec.yaml', text }]));
const example = graphOf(readFileSync('examples/registry-account.yaml', 'utf8'));

const ofIam = (graph: Graph): string[] =>
  renderIam(graph).map(({ text }) => JSON.stringify(JSON.parse(text)));

/** The documents in jsonencode(…), which takes JSON. */
function ofTerraform(graph: Graph): string[] {
  return renderTerraform(graph)
    .flatMap(({ text }) => [...text.matchAll(/ = jsonencode\((\{[\s\S]*?\n {2}\})\)/g)])
    .map(([, json = '']) => JSON.stringify(JSON.parse(json.replace(/([$%])\1\{/g, '$1{'))))
    .filter((text) => text.includes('"Statement"'));
}

interface Properties {
  readonly AssumeRolePolicyDocument?: object;
  readonly RepositoryPolicyText?: object;
  readonly Policies?: readonly { readonly PolicyDocument: object }[];
}

function ofCloudformation(graph: Graph): string[] {
  return renderCloudformation(graph)
    .flatMap(({ text }) =>
      Object.values(
        (JSON.parse(text) as { Resources: Record<string, { Properties: Properties }> }).Resources,
      ),
    )
    .flatMap(({ Properties: of }) => [
      of.AssumeRolePolicyDocument,
      of.RepositoryPolicyText,
      ...(of.Policies ?? []).map(({ PolicyDocument }) => PolicyDocument),
    ])
    .flatMap((document) => (document === undefined ? [] : [JSON.stringify(document)]));
}

describe('the outputs of a graph', () => {
  it('have the same policies', () => {
    fc.assert(
      fc.property(declaredSpecs, ({ text }) => {
        const graph = graphOf(text);
        const wanted = ofIam(graph).sort();
        assert.deepEqual(ofTerraform(graph).sort(), wanted);
        assert.deepEqual(ofCloudformation(graph).sort(), wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('leave out nothing and name everything once', () => {
    assert.deepEqual(
      example.resources.length,
      renderTerraform(example)[0]?.text.match(/^resource /gm)?.length,
    );
    const names = renderTerraform(example)[0]?.text.match(/^resource .*$/gm) ?? [];
    assert.equal(new Set(names).size, names.length);
  });

  it('have names of their own where addresses are alike', () => {
    const graph = graphOf(`name: s
accounts: [{ name: a, id: "111111111111", region: us-east-1 }]
repositories: [{ name: x/y }, { name: x.y }, { name: x_y }]
`);
    const [{ text = '' } = {}] = renderTerraform(graph);
    assert.deepEqual(
      [...text.matchAll(/^resource "aws_ecr_repository" "(.*)"/gm)].map(([, name]) => name),
      ['a_us-east-1_repository_x_y', 'a_us-east-1_repository_x_y2', 'a_us-east-1_repository_x_y3'],
    );
  });
});

describe('templates of CloudFormation', () => {
  it('have roles before the repositories whose policies name them', () => {
    assert.deepEqual(
      renderCloudformation(example).map(({ path }) => path),
      [
        '1-registry-us-east-1-identity.template.json',
        '1-workloads-us-east-1-identity.template.json',
        '2-registry-us-east-1-registry.template.json',
      ],
    );
  });
});

describe('workflows', () => {
  it('run as the role that may push, on what it trusts, without keys', () => {
    const [file] = renderGithubActions(example);
    assert.equal(file?.path, 'octo/shop/.github/workflows/shop-push.yml');
    const { on, permissions, jobs } = parse(file?.text ?? '');
    assert.deepEqual(on, { push: { branches: ['main'], tags: ['v*'] } });
    assert.deepEqual(permissions, { contents: 'read', 'id-token': 'write' });
    assert.deepEqual(
      jobs.push.strategy.matrix.include.map(({ image }: { image: string }) => image),
      ['web', 'worker'].map((name) => `444455556666.dkr.ecr.us-east-1.amazonaws.com/shop/${name}`),
    );
    assert.doesNotMatch(file?.text ?? '', /secrets\.|aws-access-key-id/);
  });
});
