// Kubernetes itself, built from its Go modules: what judges the emulated cluster and the doctor.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The version of Kubernetes that judges. Its staging modules carry the same minor and patch under v0. */
export const kubernetesVersion = '1.35.4';

const commands = [
  'kubelet',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
] as const;

export type Component = (typeof commands)[number] | 'judge' | 'pause';

// Outside of node_modules: a cold build takes ten minutes and more, and npm ci empties node_modules.
const cache = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'hawser',
  `kubernetes-${kubernetesVersion}`,
);

/** Where a component is, once it is built. */
export function componentPath(name: Component): string {
  return join(cache, 'bin', name);
}

/**
 * Builds what is not built yet; minutes where Go's own cache is cold.
 * @throws Error when Go or its module proxy is not there.
 */
export function buildComponents(): void {
  mkdirSync(cache, { recursive: true });
  if (!existsSync(join(cache, 'go.sum'))) prepareModule();
  for (const name of ['judge', 'pause'] as const) {
    mkdirSync(join(cache, name), { recursive: true });
    copyFileSync(join(import.meta.dirname, 'judge', `${name}.go`), join(cache, name, 'main.go'));
  }
  const missing = commands.filter((name) => !existsSync(componentPath(name)));
  const packages = missing.map((name) => `k8s.io/kubernetes/cmd/${name}`);
  const [, minor] = kubernetesVersion.split('.');
  const version = 'k8s.io/component-base/version';
  // The kubelet reads its own version to decide which features are on: unset, it would be v0.0.0.
  const flags = `-s -w -X ${version}.gitVersion=v${kubernetesVersion} -X ${version}.gitMajor=1 -X ${version}.gitMinor=${minor}`;
  go(
    'build',
    '-p',
    '1',
    '-trimpath',
    '-ldflags',
    flags,
    '-o',
    'bin/',
    ...packages,
    './judge',
    './pause',
  );
}

/** A module that asks for Kubernetes, with its staging modules at the versions that belong to it. */
function prepareModule(): void {
  const replaced = stagingModules().map(
    (name) => `\t${name} => ${name} v0.${kubernetesVersion.slice('1.'.length)}\n`,
  );
  writeFileSync(
    join(cache, 'go.mod'),
    `module hawser.test/kubernetes\n\ngo 1.25.0\n\nrequire k8s.io/kubernetes v${kubernetesVersion}\n\nreplace (\n${replaced.join('')})\n`,
  );
  const imported = [...commands.map((name) => `cmd/${name}`), 'pkg/credentialprovider/plugin'];
  writeFileSync(
    join(cache, 'tools.go'),
    `//go:build tools\n\npackage tools\n\nimport (\n${imported.map((path) => `\t_ "k8s.io/kubernetes/${path}"\n`).join('')})\n`,
  );
  go('mod', 'tidy');
}

/** The modules that Kubernetes itself replaces by folders, which are not in its own module. */
function stagingModules(): string[] {
  const described = go('mod', 'download', '-json', `k8s.io/kubernetes@v${kubernetesVersion}`);
  const { GoMod } = JSON.parse(described) as { readonly GoMod: string };
  const { Replace } = JSON.parse(go('mod', 'edit', '-json', GoMod)) as {
    readonly Replace: readonly { readonly Old: { readonly Path: string } }[];
  };
  return Replace.map(({ Old }) => Old.Path);
}

function go(...args: string[]): string {
  const { status, stdout, error } = spawnSync('nice', ['go', ...args], {
    cwd: cache,
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) {
    throw new Error(`go ${args[0]} failed in ${cache}: it needs Go and its module proxy`, {
      cause: error,
    });
  }
  return stdout;
}
