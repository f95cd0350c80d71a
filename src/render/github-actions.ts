import { stringify } from 'yaml';
import { ecrHostName } from '../names/registry-host.ts';
import type { DeclaredAccess, Graph } from '../spec/graph/graph.ts';
import type { FederatedRole } from '../spec/types.ts';
import type { RenderedFile } from './rendered.ts';

/**
 * For each role of GitHub Actions a workflow that builds and pushes what the role may push, with the token of the run instead
 * of keys. Images have the commit as their tag: tags are immutable.
 */
export function renderGithubActions({ declared }: Graph): RenderedFile[] {
  const pushes = new Map<FederatedRole, DeclaredAccess[]>();
  for (const one of declared) {
    const role = one.grantee.kind === 'role' ? one.grantee.role : undefined;
    if (one.access !== 'push' || role?.kind !== 'github-actions') continue;
    pushes.set(role, [...(pushes.get(role) ?? []), one]);
  }
  return [...pushes].map(([role, granted]) => ({
    path: `${role.project}/.github/workflows/${role.name}.yml`,
    text: `# Written by hawser render github-actions, for ${role.project}.\n${stringify(workflow(role, granted), { lineWidth: 0 })}`,
  }));
}

function workflow(role: FederatedRole, granted: readonly DeclaredAccess[]): object {
  const triggers = triggersOf(role);
  const environment = environmentOf(role);
  return {
    name: `Push images as ${role.name}`,
    on: Object.keys(triggers).length === 0 ? { workflow_dispatch: {} } : { push: triggers },
    permissions: { contents: 'read', 'id-token': 'write' },
    jobs: {
      push: {
        'runs-on': 'ubuntu-latest',
        ...(environment === undefined ? {} : { environment }),
        strategy: {
          matrix: {
            include: granted.map(({ grantee, repository }) => ({
              image: `${ecrHostName(repository.account.id, repository.region)}/${repository.name}`,
              registry: ecrHostName(repository.account.id, repository.region),
              region: repository.region,
              role: grantee.kind === 'role' ? grantee.arn : '',
            })),
          },
        },
        steps: [
          { uses: 'actions/checkout@v5' },
          {
            uses: 'aws-actions/configure-aws-credentials@v5',
            with: {
              'role-to-assume': expression('matrix.role'),
              'aws-region': expression('matrix.region'),
            },
          },
          { uses: 'aws-actions/amazon-ecr-login@v2', with: { registries: accountsOf(granted) } },
          {
            run: 'docker build --tag "$IMAGE:$GITHUB_SHA" . && docker push "$IMAGE:$GITHUB_SHA"',
            env: { IMAGE: expression('matrix.image') },
          },
        ],
      },
    },
  };
}

function expression(name: string): string {
  return `\${{ ${name} }}`;
}

function accountsOf(granted: readonly DeclaredAccess[]): string {
  return [...new Set(granted.map(({ repository }) => repository.account.id))].join(',');
}

/** The pushes whose runs the role trusts. */
function triggersOf({ subjects }: FederatedRole): Readonly<Record<string, readonly string[]>> {
  const all = [...subjects.exact, ...subjects.like];
  const refs = (kind: 'heads' | 'tags') =>
    all.flatMap((one) => one.split(`:ref:refs/${kind}/`)[1] ?? []);
  const [branches, tags] = [refs('heads'), refs('tags')];
  return {
    ...(branches.length === 0 ? {} : { branches }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** A job in an environment has that as its subject, and no ref: it is set where the role trusts environments only. */
function environmentOf({ subjects }: FederatedRole): string | undefined {
  const all = [...subjects.exact, ...subjects.like];
  const names = all.flatMap((one) => one.split(':environment:')[1] ?? []);
  return names.length === all.length ? names[0] : undefined;
}
