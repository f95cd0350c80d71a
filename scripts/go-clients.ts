// Builds the registry clients that Debian does not have, pinned, through the Go module proxy, for
// `npm run test:clients`. Where Go is absent nothing is built, and that is said.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv, env, exit } from 'node:process';

/** Package to build, and its version, by the name of the program. */
const clients = {
  crane: ['github.com/google/go-containerregistry/cmd/crane', 'v0.22.1'],
  oras: ['oras.land/oras/cmd/oras', 'v1.3.6'],
  helm: ['helm.sh/helm/v3/cmd/helm', 'v3.22.0'],
} as const;

export type GoClient = keyof typeof clients;
export const goClients = Object.keys(clients) as GoClient[];

const cache = resolve(import.meta.dirname, '../node_modules/.cache/hawser-clients');

/** Where the program of a client is, once it is built. */
export function goClientPath(name: GoClient): string {
  return join(cache, `${name}-${clients[name][1]}`, name);
}

/** Whether there is a Go that can build them (1.21 fetches the newer one that a module asks for). */
export function hasGo(): boolean {
  return spawnSync('go', ['version']).error === undefined;
}

/** Builds those that are not built yet. @throws Error naming the first that can't be. */
export function buildGoClients(): void {
  for (const name of goClients) {
    const path = goClientPath(name);
    if (existsSync(path)) continue;
    const [module, version] = clients[name];
    const { status } = spawnSync('go', ['install', '-ldflags=-s -w', `${module}@${version}`], {
      env: { ...env, GOBIN: resolve(path, '..'), GOFLAGS: '' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`${name} can't be built: this needs Go and its module proxy`);
  }
}

if (argv[1] === import.meta.filename) {
  if (!hasGo()) {
    console.error(`no Go here: ${goClients.join(', ')} are not built, and their tests not run`);
    exit(0);
  }
  buildGoClients();
}
