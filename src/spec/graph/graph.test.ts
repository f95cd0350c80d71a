// The policies of a graph let through exactly what the spec declares: asked of the IAM engine and the prover of pulls,
// both ways, over random specs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compilePolicy, evaluate } from '../../iam/index.ts';
import { repositoryArn } from '../../names/repository.ts';
import { provePull } from '../../pull/index.ts';
import { readSpec } from '../read/read-spec.ts';
import { accountIds, type Declared, declaredSpecs } from '../testing/random-spec.ts';
import { compileSpec, type Graph } from './graph.ts';
import { actionsOf } from './statements.ts';

const region = 'us-east-1';
const graphOf = (text: string): Graph => compileSpec(readSpec([{ name: 'spec.yaml', text }]));

type Placed = Declared['roles'][number];
const idOf = ({ account }: Placed): string => accountIds[account] ?? '';

/** The policies that decide what a role may do in a repository. */
function policiesOf({ resources }: Graph, role: Placed, repository: Placed) {
  const identity = resources.flatMap((one) =>
    one.kind === 'role-policy' && one.account === idOf(role) && one.properties.role === role.name
      ? [compilePolicy(JSON.stringify(one.properties.document), 'identity')]
      : [],
  );
  const [policy] = resources.flatMap((one) =>
    one.kind === 'repository-policy' &&
    one.account === idOf(repository) &&
    one.properties.repository === repository.name
      ? [compilePolicy(JSON.stringify(one.properties.document), 'resource')]
      : [],
  );
  return { identity, ...(policy === undefined ? {} : { resource: policy }) };
}

function isDeclared(declared: Declared, access: 'pull' | 'push', role: Placed, repository: Placed) {
  const matches = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(repository.name);
  return declared.grants.some(
    (grant) =>
      grant.access === access &&
      (grant.from === undefined || grant.from === repository.account) &&
      grant.roles.some((index) => declared.roles[index] === role) &&
      grant.patterns.some(matches),
  );
}

/** Everything else that could be done to a repository. */
const others = [
  'ecr:BatchDeleteImage',
  'ecr:DeleteRepository',
  'ecr:DescribeImages',
  'ecr:PutLifecyclePolicy',
  'ecr:SetRepositoryPolicy',
];

describe('the policies of a spec', () => {
  it('let the declared pulls and pushes through, and no other', () => {
    fc.assert(
      fc.property(declaredSpecs, (declared) => {
        const graph = graphOf(declared.text);
        for (const role of declared.roles) {
          for (const repository of declared.repositories) {
            const policies = policiesOf(graph, role, repository);
            const principal = `arn:aws:iam::${idOf(role)}:role/${role.name}`;
            const context = { 'aws:PrincipalArn': principal };
            const place = { registryId: idOf(repository), region, repository: repository.name };
            const proof = provePull({ principal, ...place, context }, policies);
            const pulls = isDeclared(declared, 'pull', role, repository);
            const pushes = isDeclared(declared, 'push', role, repository);
            assert.equal(proof.pull, pulls ? 'works' : 'fails');
            const may = (action: string) =>
              evaluate(
                {
                  principal,
                  action,
                  resource: {
                    resource: repositoryArn({
                      registryId: idOf(repository),
                      region,
                      name: repository.name,
                    }),
                    accountId: idOf(repository),
                  },
                  context,
                },
                policies,
              ).decision === 'allowed';
            assert.equal(actionsOf.push.every(may), pushes);
            assert.deepEqual(
              [...actionsOf.push, ...others].filter(may).filter((action) => {
                const needed = [
                  ...(pulls ? actionsOf.pull : []),
                  ...(pushes ? actionsOf.push : []),
                ];
                return !needed.includes(action);
              }),
              [],
            );
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('have each resource after all that it depends on', () => {
    fc.assert(
      fc.property(declaredSpecs, ({ text }) => {
        const { resources } = graphOf(text);
        const places = new Map(resources.map(({ address }, index) => [address, index]));
        assert.equal(places.size, resources.length);
        for (const [index, { dependsOn }] of resources.entries()) {
          for (const address of dependsOn) assert.ok((places.get(address) ?? index) < index);
        }
      }),
    );
  });

  it('name no role before it is there: a repository policy depends on the roles in it', () => {
    const { resources } = graphOf(`name: s
accounts:
  - { name: a, id: "111111111111", region: us-east-1 }
  - { name: b, id: "222222222222", region: us-east-1 }
repositories: [{ name: web, account: a }]
roles: [{ name: node, account: b, kind: node }]
grants: [{ pull: [web], by: [{ role: b/node }] }]
`);
    const policy = resources.find(({ kind }) => kind === 'repository-policy');
    assert.deepEqual(policy?.dependsOn, ['a/us-east-1/repository/web', 'b/role/node']);
  });

  it('keep the add-ons of EKS in reach of nodes', () => {
    const { resources } = graphOf(`name: s
accounts: [{ name: a, id: "111111111111", region: eu-central-2 }]
roles: [{ name: node, kind: node }]
`);
    const [policy] = resources.filter(({ kind }) => kind === 'role-policy');
    assert.match(JSON.stringify(policy), /arn:aws:ecr:eu-central-2:900612956339:repository\/\*/);
  });

  it('are linear in the number of repositories', () => {
    const text = (count: number) => `name: s
accounts: [{ name: a, id: "111111111111", region: us-east-1 }]
repositories:
${Array.from({ length: count }, (_, index) => `  - { name: team/app-${index} }`).join('\n')}
roles: [{ name: node, kind: node }]
grants: [{ pull: [team/*], by: [{ role: a/node }] }]
`;
    assert.equal(
      graphOf(text(2_000)).resources.length,
      4_000 + graphOf(text(1)).resources.length - 2,
    );
  });
});
